/** The files of one study in a store. */
export type StudyFile =
  | 'summary.json'
  | 'summary.partial.json'
  | 'provenance.json'
  | 'digests.json'
  | 'report.html'
  | 'error-against-n.svg'
  | 'study.yaml'
  | 'tables.json'
  | 'run.json'
  | 'progress.json';

/** The folder of what could not be trusted or stood in the way. */
export const QUARANTINE = 'quarantine';

/** Where the record with this key lives: 256 folders, so that none grows too long to list. */
export const blockKey = (recordKey: string): string => `blocks/${recordKey.slice(0, 2)}/${recordKey}.json`;

/** Where a damaged record is kept for inspection. */
export const quarantineKey = (recordKey: string): string => `${QUARANTINE}/${recordKey}.json`;

/** Where the table of features with this hash lives; SHA-256 of the file is the hash. */
export const tableKey = (sha256: string): string => `tables/${sha256}.f64`;

/** Where a file of the study with this name lives. */
export const studyKey = (name: string, file: StudyFile): string => `studies/${name}/${file}`;

/** The folder of the packs of the study with this name. */
export const packsFolder = (study: string): string => `packs/${study}/`;

/** Where a pack of records of a study lives. */
export const packKey = (study: string, packId: string): string => `${packsFolder(study)}${packId}.ndjson`;

/** Where a damaged pack is kept for inspection: `packs/...` below the quarantine. */
export const packQuarantineKey = (key: string): string => `${QUARANTINE}/${key}`;
