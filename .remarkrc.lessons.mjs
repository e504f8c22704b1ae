// The lessons and the book: MyST Markdown. Front matter is YAML, directives are fences, and
// `no-undefined-references` knows the brackets that are no links. Long lines: an `:alt:` is one line.
import consistent from "remark-preset-lint-consistent";
import fencedCodeFlag from "remark-lint-fenced-code-flag";
import frontmatter from "remark-frontmatter";
import gfm from "remark-gfm";
import headingIncrement from "remark-lint-heading-increment";
import maximumLineLength from "remark-lint-maximum-line-length";
import noUndefinedReferences from "remark-lint-no-undefined-references";
import recommended from "remark-preset-lint-recommended";
import validateLinks from "remark-validate-links";
import { mask } from "./tools/prose/mask-markup.mjs";

const COMMENT = [/^%.*$/gm, (line) => " ".repeat(line.length)];

/** MyST's comments hold what tests read, such as code with brackets: nobody sees them as text. */
function withoutComments() {
  const parse = this.parser;
  this.parser = (document, file) => parse(mask(document, [COMMENT]), file);
}

export default {
  plugins: [
    frontmatter,
    gfm,
    recommended,
    consistent,
    headingIncrement,
    [maximumLineLength, 300],
    [fencedCodeFlag, { allowEmpty: false }],
    [noUndefinedReferences, { allow: [] }],
    [validateLinks, { repository: false }],
    withoutComments,
  ],
};
