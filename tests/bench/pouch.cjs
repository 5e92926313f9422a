// node pouch.cjs PEERS WORK.json: each till's list of receipts, in a PouchDB of its own, is replicated
// to one database of an express-pouchdb server, all tills at once. Everything lies in LevelDB beside
// WORK.json. The server is a process of its own (node pouch.cjs PEERS serve FOLDER). Prints the seconds,
// and those of processor time that both took.
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
  process.on("message", () => process.send(process.cpuUsage()));
  process.on("disconnect", () => process.exit());
}

const seconds = (usage) => (usage.user + usage.system) / 1e6;

async function replicate() {
  const tills = JSON.parse(fs.readFileSync(file, "utf8"));
  const stored = fs.mkdtempSync(path.join(path.dirname(file), "pouch-"));
  const server = fork(__filename, [peers, "serve", stored]);
  const said = () =>
    new Promise((resolve, reject) => {
      server.once("message", resolve);
      server.once("exit", () => reject(new Error("the server ended")));
    });
  const port = await said();
  const processor = async () => {
    server.send("processor time?");
    return seconds(await said()) + seconds(process.cpuUsage());
  };
  const chain = () => new PouchDB(`http://127.0.0.1:${port}/chain`);
  await chain().info(); // makes it
  const databases = tills.map((_, n) => new PouchDB(path.join(stored, "till-" + n)));
  await Promise.all(databases.map((database, n) => database.bulkDocs(tills[n])));
  const before = await processor();
  const start = process.hrtime.bigint();
  await Promise.all(databases.map((database) => database.replicate.to(chain(), { batch_size: 100 })));
  const took = Number(process.hrtime.bigint() - start) / 1e9;
  const worked = (await processor()) - before;
  const held = (await chain().info()).doc_count;
  const all = tills.reduce((sum, till) => sum + till.length, 0);
  console.log(held === all ? `${took} ${worked}` : `${held} of ${all} receipts arrived`);
  server.disconnect();
}

if (file === "serve") serve();
else
  replicate().catch((error) => {
    console.log(error.message);
    process.exit(1);
  });
