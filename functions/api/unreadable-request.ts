import type { Duplex } from 'node:stream';
import { type Problem, problemText } from './problem.ts';

/** Answers bytes that are no HTTP request, which no handler ever sees, by a problem, and ends the connection; an answer that has begun is cut off. */
export function refuseUnreadable(error: NodeJS.ErrnoException, socket: Duplex): void {
  const begun: unknown = Reflect.get(Object(Reflect.get(socket, '_httpMessage')), 'headersSent');
  if (error.code === 'ECONNRESET' || !socket.writable || begun === true) {
    socket.destroy();
    return;
  }
  const problem = problemOf(error.code);
  const body = problemText(problem);
  socket.end(
    [
      `HTTP/1.1 ${problem.status} ${problem.title}`,
      'Content-Type: application/problem+json',
      `Content-Length: ${Buffer.byteLength(body)}`,
      'Cache-Control: no-store',
      'X-Content-Type-Options: nosniff',
      "Content-Security-Policy: default-src 'none'",
      'Access-Control-Allow-Origin: *',
      'Connection: close',
      '',
      body,
    ].join('\r\n'),
    // What may still come is not read: the connection would be told of a second fault.
    () => socket.destroy(),
  );
}

function problemOf(code: string | undefined): Problem {
  switch (code) {
    case 'HPE_HEADER_OVERFLOW':
      return {
        status: 431,
        title: 'The headers are too long',
        detail: 'Address and headers together have more than 16 kB.',
      };
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return { status: 408, title: 'The request takes too long', detail: 'The request did not end in time.' };
    default:
      return {
        status: 400,
        title: 'Not a request',
        detail: 'What was sent cannot be read as an HTTP/1.1 request.',
      };
  }
}
