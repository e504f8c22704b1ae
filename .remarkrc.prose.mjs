// The words of everything that people read: spelling, words said twice, and words that we don't use.
// `tools/prose/lint.mjs` chooses the files. MyST and remark.js lines that are no prose are masked.
import { readFileSync } from "node:fs";
import dictionary from "dictionary-en";
import frontmatter from "remark-frontmatter";
import gfm from "remark-gfm";
import remarkRetext from "remark-retext";
import retextEnglish from "retext-english";
import repeatedWords from "retext-repeated-words";
import spell from "retext-spell";
import { unified } from "unified";
import maskMarkup from "./tools/prose/mask-markup.mjs";
import rejectedWords from "./tools/prose/rejected-words.mjs";

const personal = readFileSync(new URL("tools/prose/dictionary.txt", import.meta.url), "utf8");
const prose = unified()
  .use(retextEnglish)
  .use(repeatedWords)
  .use(rejectedWords)
  .use(spell, { dictionary, personal });

export default { plugins: [maskMarkup, frontmatter, gfm, [remarkRetext, prose]] };
