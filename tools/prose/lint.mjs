// Read the words of everything that learners and instructors read: `npm run lint:prose [FILE...]`.
// Without files: all of them. The files stand in git.
import { spawnSync } from "node:child_process";
import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const MARKDOWN = /^(?:(?:lessons|book|slides)\/.*|README|CONTRIBUTING)\.md$/;
const TEXTS =
  /^(?:(?:lessons|book)\/(?!code\/)[^/]*(?:\/[^/]*)?|exercises\/.*\/exercise)\.toml$|^lessons\/[^/]*\.md$|^src\/.*\.py$|^(?:exercises|solutions|lessons\/code)\/.*\.(?:py|rs)$/;
const WRITTEN = "target/prose";

function run(program, words) {
  const done = spawnSync(program, words, { cwd: ROOT, encoding: "utf8", maxBuffer: 1e9 });
  if (done.error) throw done.error;
  return done;
}

function python() {
  const places = [".venv/bin/python", ".venv/Scripts/python.exe"].map((name) => join(ROOT, name));
  return places.find(existsSync) ?? "python3";
}

const lines = (text) => text.split("\n").filter(Boolean);
const tracked = lines(run("git", ["ls-files", "--cached", "--others", "--exclude-standard"]).stdout);
const readable = tracked.filter((name) => MARKDOWN.test(name) || TEXTS.test(name));
const given = process.argv.slice(2).map((name) => name.replace(/^\.\//, ""));
const files = given.length
  ? given.flatMap((name) => readable.filter((file) => file === name || file.startsWith(`${name}/`)))
  : readable;
const present = files.filter((name) => existsSync(join(ROOT, name)));

rmSync(join(ROOT, WRITTEN), { recursive: true, force: true });
const texts = present.filter((name) => TEXTS.test(name));
const written = run(python(), ["tools/prose_texts.py", WRITTEN, ...texts]);
if (written.status !== 0) {
  console.error(written.stderr);
  process.exit(2);
}
const options = ["--rc-path", ".remarkrc.prose.mjs", "--frail", "--no-stdout", "--no-color"];
const remark = run(process.execPath, [
  "node_modules/remark-cli/cli.js",
  ...options,
  ...present.filter((name) => MARKDOWN.test(name)),
  ...texts.map((name) => `${WRITTEN}/${name}.md`),
]);
const shown = remark.stderr.replaceAll(new RegExp(`^${WRITTEN}/(.*)\\.md(?=$|:)`, "gm"), "$1");
const said = shown.split("\n").filter((line) => !line.endsWith(": no issues found"));
console.log(said.join("\n").trim());
console.log(`${present.length} files read`);
process.exitCode = remark.status ?? 2; // `exit` would cut what a pipe has not taken yet
