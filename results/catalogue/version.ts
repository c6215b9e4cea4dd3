import { sha256Hex } from '../../functions/study/mechanism.ts';
import { CODE_VERSION } from '../provenance.ts';

/**
 * The version of a complete summary: the beginning of its study's hash, a hyphen, and the beginning of the hash of its bytes and of
 * this program's version, since tables and charts are made of both. What has the same version never changes.
 */
export const versionOf = (studyHash: string, contentHash: string): string =>
  `${studyHash.slice(0, 16)}-${sha256Hex(`${contentHash} ${CODE_VERSION}`).slice(0, 16)}`;
