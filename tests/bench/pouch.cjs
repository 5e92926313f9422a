// node pouch.cjs PEERS WORK.json: each till's list of receipts, in a PouchDB of its own, is replicated
// to one database of an express-pouchdb server, all tills at once. Everything lies in LevelDB beside
// WORK.json. The server is a process of its own (node pouch.cjs PEERS serve FOLDER). Prints the seconds.
const fs = require("fs");
const Module = require("module");
const path = require("path");
const { fork } = require("child_process");

const [peers, file, folder] = process.argv.slice(2);
const load = Module.createRequire(path.join(path.resolve(peers), "package.json"));
const PouchDB = load("pouchdb");

function serve() {
  const stored = PouchDB.defaults({ prefix: folder + path.sep });
  const app = load("express-pouchdb")(stored, { mode: "minimumForPouchDB", inMemoryConfig: true });
  const server = app.listen(0, "127.0.0.1", () => process.send(server.address().port));
  process.on("disconnect", () => process.exit());
}

async function replicate() {
  const tills = JSON.parse(fs.readFileSync(file, "utf8"));
  const stored = fs.mkdtempSync(path.join(path.dirname(file), "pouch-"));
  const server = fork(__filename, [peers, "serve", stored]);
  const port = await new Promise((resolve, reject) => {
    server.once("message", resolve);
    server.once("exit", () => reject(new Error("the server ended")));
  });
  const chain = () => new PouchDB(`http://127.0.0.1:${port}/chain`);
  await chain().info(); // makes it
  const databases = tills.map((_, n) => new PouchDB(path.join(stored, "till-" + n)));
  await Promise.all(databases.map((database, n) => database.bulkDocs(tills[n])));
  const start = process.hrtime.bigint();
  await Promise.all(databases.map((database) => database.replicate.to(chain(), { batch_size: 100 })));
  const seconds = Number(process.hrtime.bigint() - start) / 1e9;
  const held = (await chain().info()).doc_count;
  const all = tills.reduce((sum, till) => sum + till.length, 0);
  console.log(held === all ? seconds.toFixed(3) : `${held} of ${all} receipts arrived`);
  server.disconnect();
}

if (file === "serve") serve();
else
  replicate().catch((error) => {
    console.log(error.message);
    process.exit(1);
  });
