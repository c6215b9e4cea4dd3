import { raw } from 'hono/html';
import type { FC } from 'hono/jsx';

/** HTML that the shared parts of the report have written, escaped there. */
export const Trusted: FC<{ readonly html: string }> = ({ html }) => <>{raw(html)}</>;
