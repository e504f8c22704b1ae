// The slides: one Markdown file that remark.js (the slide library) cuts at lines of three dashes.
// Off: rules that its syntax (`class:` lines, `???`, `.name[…]`) and bare addresses would break.
import consistent from "remark-preset-lint-consistent";
import fencedCodeFlag from "remark-lint-fenced-code-flag";
import gfm from "remark-gfm";
import headingIncrement from "remark-lint-heading-increment";
import maximumLineLength from "remark-lint-maximum-line-length";
import recommended from "remark-preset-lint-recommended";
import validateLinks from "remark-validate-links";

export default {
  plugins: [
    gfm,
    recommended,
    consistent,
    headingIncrement,
    [maximumLineLength, 240],
    [fencedCodeFlag, { allowEmpty: false }],
    [validateLinks, { repository: false }],
    ["remark-lint-no-undefined-references", false],
    ["remark-lint-no-literal-urls", false],
    ["remark-lint-list-item-content-indent", false],
  ],
};
