/**
 * A commented study file to start from, in YAML.
 *
 * `name` becomes the study's name: lower-case words joined by hyphens; another name gives a text that `parseStudy`
 * refuses with a sentence.
 */
export function templateStudy(name: string): string {
  return `# A Monte Carlo study for signbench. Run it: signbench run ${name}.yaml --profile quick
# Every data set depends only on seed, population and n: changing the rest redraws nothing.
name: ${name}
title: Two types of users
aim: does the sign estimator reach the mean direction at the rate n^(-1/3) while RLHF does not?
seed: 1 # an integer; another seed, other data

population:
  # The law of x, the difference of two items' features:
  #   { law: gaussian, dimension: 2, covariance: [[1, 0.5], [0.5, 1]] }   (covariance optional)
  #   { law: power, dimension: 2, exponent: 1 }          normal, the j-th with variance j^-exponent
  #   { law: sphere, dimension: 2 }                      uniform on the circle
  #   { law: box, dimension: 2 }                         uniform on [-1, 1]^d
  #   { law: student, dimension: 2, degrees: 3 }         heavy tails
  #   { law: independent, columns: [{ law: normal, mean: 1, sd: 2 }, { law: uniform, low: 0, high: 1 }] }
  #   { law: file, path: rows.csv }                      rows of a table, drawn with replacement
  features: { law: gaussian, dimension: 2 }
  # The law of a user's taste beta; the target is the direction of its mean:
  #   { law: point, mean: [2, 0] }
  #   { law: gaussian, mean: [2, 0], covariance: [[1, 0], [0, 1]] }
  #   { law: scale, direction: [1, 0], scales: [1, 4], weights: [0.5, 0.5] }
  #   { law: gamma, mean: [2, 0], along: [1, 2], skew: 2, scale: 4 }
  # With panel: { labelsPerUser: 5 } in any of them, users answer several comparisons each.
  users: { law: mixture, types: [[3, 2], [1, -2]], weights: [0.5, 0.5] }
  # The noise of a choice; logit: P(first item chosen) = 1 / (1 + exp(-x.beta)).
  #   probit
  #   { law: logistic, scale: 2 }
  #   { law: student, degrees: 3, scale: 1 }
  #   { law: heteroskedastic, base: logit, along: [1, 1], polynomial: [0.25, 0, 0.5] }
  choice: logit

estimators: # all of them see the same data
  - sign # exact where the dimension is 2 or 3, else staged
  - rlhf # logistic maximum likelihood
  # - { id: annealed, kind: sign, solver: anneal, lambda: [1, 15], steps: 300 }

# Comparisons in a data set: a list, or round(10^(k/perDecade)) between from and to.
sampleSizes: { from: 100, to: 100000, perDecade: 2 }

# Data sets at every size: one number, or a list with one number a size.
replicates: 400

# What the study claims of its numbers, each with a margin: supported, refuted or undecided (signbench check).
# With replicates: { min: 200, max: 3200 }, cells are drawn until every claim is decided.
claims:
  - { kind: limit, estimator: rlhf, against: theory, within: 0.5deg }
  # - { kind: rate, estimator: sign, exponent: -1/3, within: 0.03, from: auto }
  # - { kind: constant, estimator: sign, against: theory, within: 5%, from: 10000 }
  # - { kind: law, estimator: sign, against: chernoff, at: 100000, within: 0.06 }
  # - { kind: better, estimator: sign, than: rlhf, by: 10%, from: 10000 }
  # - { kind: same, estimator: sign, as: rlhf, within: 5% }

profiles:
  quick: { sampleSizes: [100, 1000, 10000], replicates: 100 }
`;
}
