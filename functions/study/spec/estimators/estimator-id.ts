import { z } from 'zod';

const ID = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;
const ID_ALLOWED =
  'up to 64 letters, digits, dots, hyphens and underscores, beginning with a letter or digit';

export const idSchema = z
  .string(ID_ALLOWED)
  .regex(ID, ID_ALLOWED)
  .describe('Name in tables and pictures; unique in the study.');
