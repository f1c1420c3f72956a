/** How an exported page looks: a readable column, tables that scroll by themselves, light or dark as the reader likes it, and on paper. */
export const PAGE_STYLE = `:root { color-scheme: light dark; --ink: #1d2329; --dim: #5b6570; --line: #d5dbe1; --wash: #f4f6f8; --paper: #fff; --link: #0b57b8; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e4e8ec; --dim: #9aa5b1; --line: #3a424b; --wash: #22272d; --paper: #181c20; --link: #8ab8f5; }
}
body { margin: 0; background: var(--paper); color: var(--ink); font: 17px/1.6 Georgia, "Times New Roman", serif; }
main { max-width: 46rem; margin: 0 auto; padding: 3rem 1.25rem 5rem; overflow-wrap: break-word; }
h1, h2, h3, h4, h5, h6, table, figcaption { font-family: system-ui, "Segoe UI", Helvetica, Arial, sans-serif; line-height: 1.25; }
h1 { font-size: 2rem; margin: 0 0 1.5rem; }
h2 { font-size: 1.45rem; margin: 2.2rem 0 0.8rem; }
h3 { font-size: 1.2rem; margin: 1.8rem 0 0.6rem; }
h4, h5, h6 { font-size: 1rem; margin: 1.5rem 0 0.5rem; }
a { color: var(--link); }
img { max-width: 100%; height: auto; }
pre, code { font-family: ui-monospace, Consolas, Menlo, monospace; font-size: 0.86em; }
code { background: var(--wash); padding: 0.1em 0.3em; border-radius: 3px; }
pre { background: var(--wash); padding: 0.9rem 1rem; border-radius: 6px; overflow-x: auto; line-height: 1.45; }
pre code { background: none; padding: 0; font-size: 1em; }
blockquote { margin: 1rem 0; padding: 0 1rem; border-left: 3px solid var(--line); color: var(--dim); }
hr { border: 0; border-top: 1px solid var(--line); margin: 2rem 0; }
figure { margin: 1.8rem 0; }
figcaption { font-weight: 600; margin-bottom: 0.5rem; }
.note { color: var(--dim); font-size: 0.86rem; margin: 0.3rem 0; }
.notes { font-size: 1rem; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; font-size: 0.88rem; font-variant-numeric: tabular-nums; }
th, td { border: 1px solid var(--line); padding: 0.35rem 0.7rem; text-align: left; vertical-align: top; }
th { background: var(--wash); }
.number, [align="right"] { text-align: right; }
[align="center"] { text-align: center; }
li > input { margin-right: 0.4em; }
@media print {
  :root { --ink: #000; --paper: #fff; --wash: #f4f4f4; --line: #bbb; --link: #000; }
  body { font-size: 11pt; }
  main { max-width: none; padding: 0; }
  pre { white-space: pre-wrap; }
  figure, pre, tr { break-inside: avoid; }
  h1, h2, h3, h4 { break-after: avoid; }
}
`;
