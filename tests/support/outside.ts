/**
 * Another origin on this machine that would take whatever a page sent, and tells what came: for tests of what must not come.
 * It sends no policy, so that the same attempts from its own pages do arrive elsewhere.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Outside {
  /** With a trailing slash. */
  readonly url: string;
  /** Paths asked for so far besides the page itself, of sockets too, without their slash. */
  readonly arrived: string[];
  close(): void;
}

export async function openOutside(): Promise<Outside> {
  const arrived: string[] = [];
  const server = createServer((request, response) => {
    const path = request.url ?? '/';
    if (path !== '/') arrived.push(path.slice(1));
    const type = path === '/' ? 'text/html' : path === '/style' ? 'text/css' : 'text/javascript';
    response.writeHead(200, { 'content-type': type, 'access-control-allow-origin': '*' });
    response.end();
  });
  server.on('upgrade', (request, socket) => {
    arrived.push(request.url?.slice(1) ?? '');
    socket.destroy();
  });
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://localhost:${port}/`,
    arrived,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}
