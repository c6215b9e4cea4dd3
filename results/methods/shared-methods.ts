/** A part of the methods that all studies share. */
export interface MethodsPart {
  readonly title: string;
  readonly paragraphs: readonly string[];
  /** Whether the formulas of the measures follow. */
  readonly hasFormulas?: true;
}

/** What all studies share: the data, the target, the measures, and what is made of them. Plain text, in the order of the page. */
export const SHARED_METHODS: readonly MethodsPart[] = [
  {
    title: 'Data',
    paragraphs: [
      'A comparison shows two items with feature difference x; Y = 1 where the user picks the first. Each data set of a study is drawn from its own stream of Philox4x32-10, whose key is a hash of the seed, the population and n, and whose counter holds the replicate. All estimators of a cell see the same data. Unless a study says otherwise, x is independent of the user and each comparison has a fresh user.',
    ],
  },
  {
    title: 'Target and error',
    paragraphs: [
      'The target is the direction of the mean taste, θ₀ = E β / |E β|. The error of an estimate θ is the angle 2 atan2(|θ − θ₀|, |θ + θ₀|), in radians; reports show degrees. A fit without an answer is counted by its reason and enters no other measure.',
    ],
  },
  {
    title: 'Measures',
    paragraphs: [
      'R replicates; s² is their variance with R − 1, mₖ their k-th raw moment, c₄ their central fourth moment. The Monte Carlo standard error, MCSE, says how far the value may be from that of infinitely many replicates.',
    ],
    hasFormulas: true,
  },
  {
    title: 'Differences, rates and claims',
    paragraphs: [
      'Differences of two estimators are of the root mean squares over the replicates on which both succeeded; their error is the jackknife’s, √((R − 1)/R Σ (T₋ᵢ − mean T)²).',
      'Rates are slopes of log measure on log n by weighted least squares with weights (value / MCSE)². Their 95 % interval allows for weights that are estimates.',
      'Claims are judged at simultaneous levels: a false support and a false refutation of any claim of a study have a chance of at most 1 % each.',
    ],
  },
];

/** Where the formulas come from. */
export const SHARED_SOURCES =
  'Sources: Morris, White & Crowther 2019; Maritz & Jarrett 1978; Wilson 1927; Efron & Stein 1981; Meier 1953.';
