import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import express from 'express';
import { Pool } from 'undici';
import { announce } from './announce.ts';
import { READ_HEADERS, recording, SOCKETS } from './job.ts';

// The least that could stand in Crossledger's place: no sign-in, no checks, no mapping, no limits, nothing kept.
const { customers } = recording.parse(JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8')));
const pool = new Pool(process.argv[3] ?? '', { connections: SOCKETS });

const app = express();
app.get('/panels/:customer', async (request, response) => {
  const reads = customers[Number(request.params.customer)]?.reads ?? [];
  const answers = await Promise.all(reads.map(async ({ path }) => (await pool.request({ method: 'GET', path, headers: READ_HEADERS })).body.json()));
  response.json({ answers });
});
announce(createServer(app));
