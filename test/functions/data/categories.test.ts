import { describe, expect, it } from 'vitest';
import { choicesIn, comparison, LONG } from '../../support/choice-files.ts';

const yogurt = [
  'id,task,alt,choice,price,brand',
  '1,1,1,1,8.1,dannon',
  '1,1,2,0,6.1,hiland',
  '1,1,3,0,7.9,weight',
  '1,2,1,0,9.8,dannon',
  '1,2,2,0,5.4,hiland',
  '1,2,3,1,7.5,weight',
  '2,3,1,0,9.8,dannon',
  '2,3,2,1,5.1,hiland',
  '2,3,3,0,7.4,weight',
].join('\n');

describe('categories', () => {
  it('are a feature of 1 and 0 for each value but the first by letter', () => {
    const data = choicesIn(yogurt, { ...LONG, categories: ['brand'] });
    expect(data.names).toEqual(['price', 'brand=hiland', 'brand=weight']);
    expect([0, 1, 2, 3].map((i) => comparison(data, i).slice(1))).toEqual([
      [-1, 0],
      [0, -1],
      [0, 1],
      [-1, 1],
    ]);
    expect(data.notices).toEqual(['The values of brand are compared with dannon.']);
  });
  it('may be the alternatives, by number, which makes their constants', () => {
    const named = { ...LONG, features: ['price'], categories: ['alt'] };
    const data = choicesIn(yogurt, named);
    expect(data.names).toEqual(['price', 'alt=2', 'alt=3']);
    const brands = choicesIn(yogurt, { ...LONG, features: ['price'], categories: ['brand'] });
    for (let i = 0; i < data.comparisons.n; i++) expect(comparison(data, i)).toEqual(comparison(brands, i));
  });
  it('are ordered as numbers where they are numbers', () => {
    const lines = [10, 9, 2, 10, 9, 2].map((size, i) => `${i % 2},${i * i},${size}`);
    const request = { format: 'binary', outcome: 'y', intercept: false, categories: ['size'] } as const;
    const data = choicesIn(['y,a,size', ...lines].join('\n'), request);
    expect(data.names).toEqual(['a', 'size=9', 'size=10']);
  });
  it('of two items share their values: the models of an arena, each less the other', () => {
    const text = 'model_a,model_b,winner\nx,y,model_a\ny,z,model_b\nz,x,model_a\nx,z,model_b\n';
    const data = choicesIn(text, {
      format: 'pairs',
      outcome: 'winner',
      items: ['_a', '_b'],
      categories: ['model'],
    });
    expect(data.names).toEqual(['model=y', 'model=z']);
    expect([0, 1, 2, 3].map((i) => comparison(data, i).map((v) => v + 0))).toEqual([
      [-1, 0],
      [-1, 1],
      [0, 1],
      [0, 1],
    ]);
  });
  it('may be called none, as in a conjoint study', () => {
    const text = yogurt.replaceAll('weight', 'none');
    expect(choicesIn(text, { ...LONG, categories: ['brand'] }).names).toContain('brand=none');
  });
});
