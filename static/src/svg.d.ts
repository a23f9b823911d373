/** What the build leaves of a drawing: the shapes in it, without their `<svg>`. */
declare module "*.svg" {
  const drawing: `<${string}`;
  export default drawing;
}
