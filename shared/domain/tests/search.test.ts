// How search compares text: accents, case, scripts without spaces, misspellings.
import { fold, gramsOf, textGrams, wordsOf } from '../search/fold.ts';
import { highlightsIn } from '../search/highlight.ts';

const marked = (text: string, search: string) =>
  highlightsIn(text, search, 0.4).map(({ start, end }) => text.slice(start, end));

test('case, accents and width are no difference', () => {
  expect(fold('Miradouro da GRAÇA')).toBe('miradouro da graca');
  expect(fold('Ｄｅｌｕｘｅ Ⅻ')).toBe('deluxe xii');
  expect(fold('e\u0301')).toBe('e');
});

test('Thai keeps the marks that tell its words apart', () => {
  expect(fold('ห้องดีลักซ์')).toBe('ห้องดีลักซ์'.normalize('NFKD'));
  expect(fold('น้ำ')).toBe(fold('น้ํา'));
});

test('words end at whatever is no letter, mark or number', () => {
  expect(wordsOf(fold('ALT-2026/Weekends')).map(({ text }) => text)).toEqual([
    'alt',
    '2026',
    'weekends',
  ]);
});

test('words with ends are compared by threes, others by pairs', () => {
  expect(gramsOf('room')).toEqual(['^^r', '^ro', 'roo', 'oom', 'om$']);
  expect(gramsOf('浅草ランタン')).toEqual(['浅草', '草ラ', 'ラン', 'ンタ', 'タン']);
  expect(textGrams('')).toEqual([]);
});

test('what was searched is found in the text as it is shown', () => {
  expect(marked('Miradouro da Graça', 'graca')).toEqual(['Graça']);
  expect(marked('Winter commitment 2026/2027', 'comitment winter')).toEqual([
    'Winter',
    'commitment',
  ]);
  expect(marked('โรงแรมหาดเฉวง', 'หาดเฉวง')).toEqual(['หาดเฉวง']);
  expect(marked('Weekends 2026', 'suite')).toEqual([]);
});
