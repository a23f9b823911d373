/*! Icons: Lucide, https://lucide.dev, ISC License, Copyright (c) Lucide Icons and Contributors.
 * Permission to use, copy, modify, and/or distribute this software for any purpose with or without fee is hereby granted,
 * provided that the above copyright notice and this permission notice appear in all copies. THE SOFTWARE IS PROVIDED
 * "AS IS" AND THE AUTHOR DISCLAIMS ALL WARRANTIES. */
import arrowLeft from "lucide-static/icons/arrow-left.svg";
import bookOpen from "lucide-static/icons/book-open.svg";
import check from "lucide-static/icons/check.svg";
import cloudAlert from "lucide-static/icons/cloud-alert.svg";
import cloudCheck from "lucide-static/icons/cloud-check.svg";
import cloudOff from "lucide-static/icons/cloud-off.svg";
import cloudUpload from "lucide-static/icons/cloud-upload.svg";
import eye from "lucide-static/icons/eye.svg";
import eyeOff from "lucide-static/icons/eye-off.svg";
import house from "lucide-static/icons/house.svg";
import keyboard from "lucide-static/icons/keyboard.svg";
import lock from "lucide-static/icons/lock.svg";
import lockOpen from "lucide-static/icons/lock-open.svg";
import magnet from "lucide-static/icons/magnet.svg";
import panelRight from "lucide-static/icons/panel-right.svg";
import message from "lucide-static/icons/message-square.svg";
import pointer from "lucide-static/icons/mouse-pointer-2.svg";
import redo from "lucide-static/icons/redo-2.svg";
import skip from "lucide-static/icons/skip-forward.svg";
import square from "lucide-static/icons/square.svg";
import trash from "lucide-static/icons/trash-2.svg";
import undo from "lucide-static/icons/undo-2.svg";
import x from "lucide-static/icons/x.svg";

const ICONS = {
  arrowLeft,
  bookOpen,
  check,
  cloudAlert,
  cloudCheck,
  cloudOff,
  cloudUpload,
  eye,
  eyeOff,
  house,
  keyboard,
  lock,
  lockOpen,
  magnet,
  panelRight,
  pointer,
  message,
  redo,
  skip,
  square,
  trash,
  undo,
  x,
};

/** What most pages show, by name. The drawing of one tool is imported, and so loaded, where the tool is. */
export type IconName = keyof typeof ICONS | Drawing;
export type Drawing = `<${string}`;

/** A picture beside words or in a button that has a name: nothing is said by it alone. */
export function Icon({ name }: { name: IconName }) {
  const drawing = name in ICONS ? ICONS[name as keyof typeof ICONS] : name;
  return (
    <span class="icon" aria-hidden="true">
      <svg
        width={24}
        height={24}
        viewBox="0 0 24 24"
        fill="none"
        stroke="currentColor"
        stroke-width={2}
        stroke-linecap="round"
        stroke-linejoin="round"
        dangerouslySetInnerHTML={{ __html: drawing }}
      />
    </span>
  );
}
