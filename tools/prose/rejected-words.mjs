// A retext plugin: words and phrases that have no right use in this course (the paragraph with the
// metaphor is masked), and, as information only, sentences that are hard to read in one breath.

const INSTEAD = [
  [/\b(?:loans?|lends?|lending|lent)\b/gi, "use reference, borrow or pass"],
  [/\b(?:mends?|mended|mending)\b/gi, "use fix"],
  [/\bshall\b/gi, "use should, must or will"],
  [/\bwhole numbers?\b/gi, "use integer"],
  [/\bplace numbers?\b/gi, "use index"],
  [/\banew\b/gi, "use again"],
  [/\btool chains?\b/gi, "use toolchain"],
  [/\bset-ups?\b/gi, "use setup for the noun, set up for the verb"],
  [/\bwithout a word\b/gi, "use silently"],
  [/\bhanded (?:on|over|out)\b/gi, "use passed or returned"],
  [/\bin place of\b/gi, "use instead of"],
  [/\bno shame\b/gi, "say that it is right"],
];
const MOST_WORDS = 30;

/** The leaves below a node, in order. */
const leaves = (node) => (node.children ? node.children.flatMap(leaves) : [node]);
/** The nodes of one type below a node. */
const all = (node, type) =>
  node.type === type ? [node] : (node.children ?? []).flatMap((child) => all(child, type));

/** A sentence as one text in which code is blank, and where each leaf of it starts. */
function flatten(sentence) {
  let text = "";
  const starts = leaves(sentence).map((leaf) => {
    const start = text.length;
    text += leaf.type === "SourceNode" ? "\u0000".repeat(leaf.value.length) : leaf.value;
    return [start, leaf];
  });
  return [text.replace(/\s/g, " "), starts];
}

function reject(sentence, file) {
  const [text, starts] = flatten(sentence);
  for (const [pattern, instead] of INSTEAD) {
    for (const found of text.matchAll(pattern)) {
      const [, leaf] = starts.findLast(([start]) => start <= found.index);
      const message = file.message(`Unexpected \`${found[0]}\`: ${instead}`, { place: leaf.position });
      Object.assign(message, { source: "workshop", ruleId: "rejected-words" });
    }
  }
}

function listLong(sentence, file) {
  const words = all(sentence, "WordNode").length;
  if (words > MOST_WORDS) {
    const message = file.info(`A sentence of ${words} words`, { place: sentence.position });
    Object.assign(message, { source: "workshop", ruleId: "long-sentences" });
  }
}

export default function rejectedWords() {
  return (tree, file) => {
    for (const sentence of all(tree, "SentenceNode")) {
      reject(sentence, file);
      listLong(sentence, file);
    }
  };
}
