import * as Plot from '@observablehq/plot';
import { PAPER } from './drawing.ts';
import type { Frame } from './frame.ts';
import { dotStyle, type Mark } from './marks.ts';

/** A place in pixels of the drawing. */
export interface Spot {
  readonly x: number;
  readonly y: number;
}

/** What a label must keep clear of: a square of half-width `reach` around a spot. */
export interface Obstacle extends Spot {
  readonly reach: number;
  /** How bad it is to lie on it: 1 a line, 4 a dot. */
  readonly weight: number;
}

/** Lines of text on the data. The first is set in bold unless `plain`; `mark` puts the estimator's mark before it. */
export interface Label {
  readonly lines: readonly string[];
  readonly colour: string;
  readonly plain?: boolean;
  readonly mark?: Mark;
  /** Where it may stand, best first. */
  readonly spots: readonly Spot[];
}

export interface PlacedLabel extends Label {
  /** Left end of the first line's middle. */
  readonly x: number;
  readonly y: number;
}

interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

const MARK_WIDTH = 14;
/** Pixels by which a bold line is larger. */
const BOLDER = 2;

/** Widths for the widest system font likely (Verdana, DejaVu Sans), so that nothing touches in any. */
function boxAt(label: Label, fontSize: number, { x, y }: Spot): Box {
  const widths = label.lines.map((line, i) => {
    const bold = i === 0 && label.plain !== true;
    return line.replace(/\^\{([^}]*)\}/, '$1').length * (bold ? 0.74 * (fontSize + BOLDER) : 0.6 * fontSize);
  });
  const width = Math.max(...widths) + (label.mark === undefined ? 0 : MARK_WIDTH);
  const height = label.lines.length * lineHeight(fontSize);
  return {
    // A mark in a label must not be taken for a measured one beside it.
    left: label.mark === undefined ? x : x - 8,
    right: x + width,
    top: y - lineHeight(fontSize) / 2,
    bottom: y - lineHeight(fontSize) / 2 + height,
  };
}

const lineHeight = (fontSize: number): number => fontSize + 5;

/** The eight places around a spot, in pixels of the label's left middle. */
function around(label: Label, fontSize: number, spot: Spot): readonly Spot[] {
  const box = boxAt(label, fontSize, { x: 0, y: 0 });
  const [width, height] = [box.right, box.bottom - box.top];
  const [above, below] = [
    spot.y - height + lineHeight(fontSize) / 2 - 9,
    spot.y + lineHeight(fontSize) / 2 + 9,
  ];
  const lefts = [spot.x + 6, spot.x - width / 2, spot.x - width - 6];
  const beside = spot.y - height / 2 + lineHeight(fontSize) / 2;
  return [
    ...lefts.flatMap((x) => [
      { x, y: above },
      { x, y: below },
    ]),
    { x: spot.x + 12, y: beside },
    { x: spot.x - width - 12, y: beside },
  ];
}

/**
 * Places labels one after the other, each where it lies on least: inside the plot area, off the obstacles and off the labels
 * placed before it. A label that finds no place inside the area is left out.
 */
export function placeLabels(
  labels: readonly Label[],
  frame: Frame,
  obstacles: readonly Obstacle[],
): readonly PlacedLabel[] {
  const taken: Box[] = [];
  const placed: PlacedLabel[] = [];
  for (const label of labels) {
    let best: { readonly spot: Spot; readonly cost: number } | null = null;
    for (const [rank, anchor] of label.spots.entries()) {
      for (const spot of around(label, frame.fontSize, anchor)) {
        const cost = costOf(boxAt(label, frame.fontSize, spot), frame, { obstacles, taken }) + 0.4 * rank;
        if (best === null || cost < best.cost) best = { spot, cost };
      }
    }
    if (best === null || best.cost === Number.POSITIVE_INFINITY) continue;
    taken.push(boxAt(label, frame.fontSize, best.spot));
    placed.push({ ...label, ...best.spot });
  }
  return placed;
}

function costOf(
  box: Box,
  frame: Frame,
  { obstacles, taken }: { readonly obstacles: readonly Obstacle[]; readonly taken: readonly Box[] },
): number {
  const outside =
    box.left < frame.left - 2 ||
    box.right > frame.width - 2 ||
    box.top < frame.top - 4 ||
    box.bottom > frame.height - frame.bottom - 2;
  if (outside) return Number.POSITIVE_INFINITY;
  let cost = 0;
  for (const other of taken) {
    if (
      box.left < other.right + 6 &&
      box.right > other.left - 6 &&
      box.top < other.bottom + 2 &&
      box.bottom > other.top - 2
    )
      cost += 200;
  }
  for (const { x, y, reach, weight } of obstacles) {
    if (x > box.left - reach && x < box.right + reach && y > box.top - reach && y < box.bottom + reach)
      cost += weight;
  }
  return cost;
}

/** Draws placed labels with a halo in the colour of the paper, so that a line beneath stays legible text. */
export function labelMarks(labels: readonly PlacedLabel[], frame: Frame): readonly Plot.Markish[] {
  return labels.flatMap(({ lines, colour, plain, mark, x, y }) => {
    const indent = mark === undefined ? 0 : MARK_WIDTH;
    const texts = lines.map((line, i) => {
      const bold = i === 0 && plain !== true;
      return Plot.text([line], {
        x: null,
        y: null,
        frameAnchor: 'top-left',
        dx: x + indent - frame.left,
        dy: y + i * lineHeight(frame.fontSize) - frame.top,
        lineAnchor: 'middle',
        textAnchor: 'start',
        fill: colour,
        stroke: PAPER,
        strokeWidth: 4,
        fontSize: bold ? frame.fontSize + BOLDER : frame.fontSize,
        fontWeight: bold ? 600 : 400,
      });
    });
    if (mark === undefined) return texts;
    const dot = Plot.dot([0], {
      frameAnchor: 'top-left',
      dx: x + 5 - frame.left,
      dy: y - frame.top,
      ...dotStyle(mark, 3),
    });
    return [dot, ...texts];
  });
}

/** Obstacles along a line through spots, one every four pixels or so. */
export function lineObstacles(spots: readonly Spot[]): readonly Obstacle[] {
  return spots.slice(1).flatMap((to, i) => {
    const from = spots[i];
    const steps = Math.max(1, Math.ceil(Math.max(Math.abs(to.x - from.x), Math.abs(to.y - from.y)) / 4));
    return Array.from({ length: steps }, (_, k) => ({
      x: from.x + ((to.x - from.x) * k) / steps,
      y: from.y + ((to.y - from.y) * k) / steps,
      reach: 3,
      weight: 1,
    }));
  });
}
