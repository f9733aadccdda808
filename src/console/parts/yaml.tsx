import { Fragment } from 'react';
import { useWords } from '../i18n/index.ts';

const LINE = /^(\s*(?:- )?)([\w.-]+)(:)(?=\s|$)(.*)$/;
const COMMENT = /(^|\s)#.*$/;

/** YAML to read: keys and comments set apart, nothing interpreted. */
export function Yaml({ text }: { text: string }) {
  const { t } = useWords();
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className="yaml" tabIndex={0} aria-label={t('rules.yaml')}>
      <pre>
        {text
          .trimEnd()
          .split('\n')
          .map((line, i) => (
            <Fragment key={i}>
              <Line line={line} />
              {'\n'}
            </Fragment>
          ))}
      </pre>
    </section>
  );
}

function Line({ line }: { line: string }) {
  const comment = COMMENT.exec(line);
  const code = comment ? line.slice(0, comment.index) : line;
  const key = LINE.exec(code);
  return (
    <>
      {key ? (
        <>
          {key[1]}
          <span className="yaml-key">{key[2]}</span>
          {key[3]}
          {key[4]}
        </>
      ) : (
        code
      )}
      {comment && <span className="yaml-comment">{comment[0]}</span>}
    </>
  );
}
