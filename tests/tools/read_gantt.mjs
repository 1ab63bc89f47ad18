// Reads Gantt charts back with mermaid itself.
// stdin: JSON list of Mermaid texts. stdout: JSON list, for each its sections and tasks, or { error }.
import { JSDOM } from "jsdom";

const dom = new JSDOM("<!doctype html><body></body>", { pretendToBeVisual: true });
globalThis.window = dom.window;
globalThis.document = dom.window.document;
globalThis.Element = dom.window.Element;
const { default: mermaid } = await import("mermaid");
mermaid.initialize({ startOnLoad: false });

const TAGS = ["done", "active", "crit", "milestone", "vert"];
const day = (time) => time.toISOString().slice(0, 19);

async function read(text) {
  try {
    const diagram = await mermaid.mermaidAPI.getDiagramFromText(text);
    const tasks = diagram.db.getTasks().map((task) => ({
      id: task.id,
      name: task.task,
      section: task.section,
      start: day(task.startTime),
      end: day(task.endTime),
      tags: TAGS.filter((tag) => task[tag]),
    }));
    return { type: diagram.type, sections: diagram.db.getSections(), tasks };
  } catch (error) {
    return { error: String(error.message ?? error) };
  }
}

let input = "";
for await (const chunk of process.stdin) input += chunk;
const out = [];
for (const text of JSON.parse(input)) out.push(await read(text));
process.stdout.write(JSON.stringify(out), () => process.exit(0));
