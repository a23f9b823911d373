// <section data-bars>: a bar of time is played by the player in the same section, from its start to its end.

export function bars(section: HTMLElement): void {
  const player = section.querySelector<HTMLMediaElement>("audio, video");
  if (!player) return;
  let until = Infinity;
  player.addEventListener("timeupdate", () => {
    if (player.currentTime < until || player.paused) return;
    player.pause();
    until = Infinity;
  });
  section.addEventListener("click", (event) => {
    const bar = (event.target as Element).closest<HTMLElement>("[data-from]");
    if (!bar) return;
    player.currentTime = Number(bar.dataset.from);
    until = Number(bar.dataset.to);
    void player.play().catch(() => undefined);
  });
}
