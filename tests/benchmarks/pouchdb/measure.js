// Push and pull the documents of a file: node measure.js DOCUMENTS FOLDER ADDRESS NAME.
// Prints {"push": seconds, "pull": seconds}. Filling the local database is not timed.
const fs = require('fs');
const [documents, folder, address, name] = process.argv.slice(2);
const PouchDB = require('pouchdb').defaults({ prefix: folder + '/' });
const seconds = async (work) => {
  const start = process.hrtime.bigint();
  await work();
  return Number(process.hrtime.bigint() - start) / 1e9;
};
(async () => {
  const docs = fs.readFileSync(documents, 'utf8').split('\n').filter(Boolean).map((line) => {
    const doc = JSON.parse(line);
    return { _id: doc.event_id, ...doc };
  });
  const one = new PouchDB('one-' + name), two = new PouchDB('two-' + name);
  for (let at = 0; at < docs.length; at += 500) await one.bulkDocs(docs.slice(at, at + 500));
  const remote = address + '/' + name;
  await new PouchDB(remote).info();
  const push = await seconds(() => one.replicate.to(remote, { batch_size: 500 }));
  const pull = await seconds(() => two.replicate.from(remote, { batch_size: 500 }));
  const found = await two.info();
  if (found.doc_count !== docs.length) throw new Error('the peer lost documents');
  console.log(JSON.stringify({ push, pull }));
})().catch((error) => { console.error(error); process.exit(1); });
