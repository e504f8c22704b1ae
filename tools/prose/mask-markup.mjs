// Before Markdown is parsed, blank what MyST and remark.js read as instructions, not as text.
// Every character keeps its place, so messages name the right line and column.
// Code may be blanked with it: nobody reads code for its spelling.

const blank = (text) => text.replace(/[^\n]/g, " ");
const heading = (text) => "#" + blank(text.slice(1)); // a block of its own: no sentence runs on

const MYST = [
  [/^(?:% metaphor|<!-- metaphor -->)\n\n?(?:.+\n)+/gm, blank], // the paragraph with the car's title
  [/^ *%.*$/gm, blank], // comments, and what tests read
  [/^\([\w-]+\)=$/gm, blank], // targets
  [/^ *:{3,}\{(?:admonition|dropdown|tab-item)\}(?= )/gm, heading], // a title follows
  [/^ *:{3,}\{workshop-measured\}.*\n(?:.+\n)*?(?= *:{3,}$)/gm, blank], // ids of steps
  [/^ *:{3,}.*$/gm, blank],
  [/^ *:(?:alt|caption):/gm, heading],
  [/^ *:[\w-]+:.*$/gm, blank], // options of directives
  [/\{[a-z:]+\}(?=`)/g, blank], // the name of a role
  [/\bE0\d{3}\b/g, blank], // codes of the compiler
];
const SLIDES = [
  [/^(?:name|class|minutes|short|layout|template|help): .*$/gm, blank],
  [/\.[a-z][\w.-]*(?=\[)/g, blank], // .class[text]
  [/^\?\?\?$/gm, blank],
];

export const mask = (text, rules) =>
  rules.reduce((masked, [pattern, by]) => masked.replace(pattern, by), text);

/** Cells as paragraphs: remark-retext reads no tables. */
function openTables(node) {
  const paragraphs = (table) =>
    table.children.flatMap((row) => row.children.map((cell) => ({ ...cell, type: "paragraph" })));
  if (!node.children) return;
  node.children = node.children.flatMap((child) => {
    openTables(child);
    return child.type === "table" ? paragraphs(child) : [child];
  });
}

export default function maskMarkup() {
  const parse = this.parser;
  this.parser = (document, file) => {
    const rules = /^slides\b/.test(file.path ?? "") ? [...MYST, ...SLIDES] : MYST;
    return parse(mask(document, rules), file);
  };
  return openTables;
}
