/** What an estimator's options are checked and filled in against. */
export interface EstimatorSetting {
  /** Number of features. */
  readonly d: number;
  /** Whether the file asks for a panel, of one label a user or more. */
  readonly panel: boolean;
}
