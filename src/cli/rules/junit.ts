import type { CaseResult } from '../../app/rule-tests/suite.ts';
import { say } from '../language.ts';

/** The results as JUnit XML, one suite a file, for build servers. */
export function junit(results: readonly CaseResult[]): string {
  const suites = Map.groupBy(results, ({ file }) => file);
  const lines = ['<?xml version="1.0" encoding="UTF-8"?>', `<testsuites ${counts('fluewatch rules', results)}>`];
  for (const [file, cases] of suites) {
    lines.push(`  <testsuite ${counts(file, cases)}>`);
    for (const { rule, name, line, differences, ms } of cases) {
      const open = `    <testcase ${attributes({ classname: rule, name, file, line, time: seconds(ms) })}`;
      if (differences.length === 0) lines.push(`${open}/>`);
      else {
        const said = differences.map(say);
        const failure = attributes({ message: said[0]!, type: 'difference' });
        lines.push(`${open}>`, `      <failure ${failure}>${escaped(said.join('\n'))}</failure>`, '    </testcase>');
      }
    }
    lines.push('  </testsuite>');
  }
  return `${[...lines, '</testsuites>'].join('\n')}\n`;
}

function counts(name: string, results: readonly CaseResult[]): string {
  const failures = results.filter(({ differences }) => differences.length > 0).length;
  const time = seconds(results.reduce((sum, { ms }) => sum + ms, 0));
  return attributes({ name, tests: results.length, failures, errors: 0, time });
}

const seconds = (ms: number) => (ms / 1000).toFixed(3);

const attributes = (values: Record<string, string | number>) =>
  Object.entries(values)
    .map(([key, value]) => `${key}="${escaped(String(value))}"`)
    .join(' ');

const MARKUP: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', '\n': '&#10;' };

/** XML 1.0 allows no control characters but tab and line ends, escaped or not: they are left out. */
function escaped(text: string): string {
  return text
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '')
    .replace(/[&<>"\n]/g, (c) => MARKUP[c]!);
}
