/** What Vite takes in beside modules. */
declare module "*.css";
