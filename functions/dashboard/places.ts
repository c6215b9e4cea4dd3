import type { Catalogue, CurrentSummary } from '../../results/catalogue/catalogue.ts';

/** Another place with results, beside the store that is served. */
export interface OtherPlace {
  /** What an address calls it, for instance `published`: letters only. */
  readonly id: string;
  /** What a page calls it. */
  readonly title: string;
  readonly catalogue: Catalogue;
}

/** A result that may be compared with another. */
export interface ResultChoice {
  /** As an address has it: the name of a study, after the place and a colon where that is another. */
  readonly value: string;
  readonly name: string;
  /** Null: the store that is served. */
  readonly place: string | null;
}

/** The results of the store that is served, and of the other places beside it. */
export interface Places {
  /** Every result with numbers, those of the served store first. */
  choices(): Promise<readonly ResultChoice[]>;
  /** The results of one study in the other places. */
  twins(name: string): Promise<readonly ResultChoice[]>;
  /** Null where nothing is called so. */
  find(value: string): Promise<CurrentSummary | null>;
}

export function openPlaces(own: Catalogue, others: readonly OtherPlace[]): Places {
  const addressOf = (place: OtherPlace | null, name: string): string =>
    place === null ? name : `${place.id}:${name}`;

  async function choicesIn(place: OtherPlace | null): Promise<readonly ResultChoice[]> {
    const entries = await (place?.catalogue ?? own).list();
    return entries
      .filter(({ status }) => status === 'complete' || status === 'partial')
      .map(({ name }) => ({ value: addressOf(place, name), name, place: place?.title ?? null }));
  }

  return {
    choices: async () => (await Promise.all([null, ...others].map(choicesIn))).flat(),
    async twins(name) {
      const found = await Promise.all(
        others.map(async (place) =>
          (await place.catalogue.find(name))?.status === 'complete'
            ? [{ value: addressOf(place, name), name, place: place.title }]
            : [],
        ),
      );
      return found.flat();
    },
    async find(value) {
      const [, id, name] = /^(?:([a-z]+):)?(.*)$/s.exec(value) ?? [];
      if (name === undefined) return null;
      if (id === undefined) return own.summary(name);
      return (await others.find((place) => place.id === id)?.catalogue.summary(name)) ?? null;
    },
  };
}
