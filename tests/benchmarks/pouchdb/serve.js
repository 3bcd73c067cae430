// A PouchDB server over HTTP with LevelDB on disk: node serve.js FOLDER. Prints its port.
const express = require('express');
const PouchDB = require('pouchdb').defaults({ prefix: process.argv[2] + '/' });
const app = express();
app.use('/', require('express-pouchdb')(PouchDB, { mode: 'minimumForPouchDB' }));
const server = app.listen(0, '127.0.0.1', () => console.log(server.address().port));
