// PostgreSQL in this process, for the tests: one fresh database, one session at a time. A process of its own, because the record
// waits for its server while nothing else runs in its thread. Prints the port; ends with its input.
import { PGlite } from '@electric-sql/pglite';
import { PGLiteSocketServer } from '@electric-sql/pglite-socket';

const server = new PGLiteSocketServer({ db: await PGlite.create(), host: '127.0.0.1', port: 0 });
server.addEventListener('listening', ({ detail }) => console.log(detail.port));
await server.start();
process.stdin.on('end', () => process.exit());
process.stdin.resume();
