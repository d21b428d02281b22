// The language server of taplo, as its extension for VS Code runs it, over standard input and output.
// Argument: the folder with node_modules.
"use strict";
const fs = require("node:fs");
const path = require("node:path");
const { TaploLsp } = require(require.resolve("@taplo/lsp", { paths: [process.argv[2]] }));

function send(message) {
  const body = Buffer.from(JSON.stringify(message));
  process.stdout.write(`Content-Length: ${body.length}\r\n\r\n`);
  process.stdout.write(body);
}

const environment = {
  cwd: () => process.cwd(),
  envVar: (name) => process.env[name],
  envVars: () => Object.entries(process.env),
  findConfigFile: (from) => {
    for (let folder = from; ; folder = path.dirname(folder)) {
      const found = [".taplo.toml", "taplo.toml"].map((name) => path.join(folder, name)).find((it) => fs.existsSync(it));
      if (found || folder === path.dirname(folder)) return found;
    }
  },
  glob: () => [],
  isAbsolute: (it) => path.isAbsolute(it),
  now: () => new Date(),
  readFile: (it) => fs.promises.readFile(it),
  writeFile: (it, bytes) => fs.promises.writeFile(it, bytes),
  stdErrAtty: () => false,
  stdin: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
  urlToFilePath: (url) => decodeURIComponent(url).slice("file://".length),
};

async function main() {
  const server = await TaploLsp.initialize(environment, { onMessage: send });
  let rest = Buffer.alloc(0);
  process.stdin.on("data", (bytes) => {
    rest = Buffer.concat([rest, bytes]);
    for (;;) {
      const head = rest.indexOf("\r\n\r\n");
      if (head < 0) return;
      const length = Number(/content-length: (\d+)/i.exec(rest.subarray(0, head).toString())[1]);
      if (rest.length < head + 4 + length) return;
      const body = rest.subarray(head + 4, head + 4 + length).toString();
      rest = rest.subarray(head + 4 + length);
      server.send(JSON.parse(body));
    }
  });
  process.stdin.on("end", () => process.exit(0));
}

main();
