// A style sheet that a script brings along comes as its text.
declare module "*.css" {
  const text: string;
  export default text;
}
