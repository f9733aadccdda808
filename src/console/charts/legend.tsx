import { useWords } from '../i18n/index.ts';
import { isRetro, type Scene } from './scene.ts';

/** What the drawing means; only what can be seen is named. */
export function Legend({ scene }: { scene: Scene }) {
  const { t } = useWords();
  const main = scene.tracks[0]?.view;
  if (main === undefined) return null;
  const ranged = main.max.some((high, i) => high !== null && high !== main.min[i]);
  const bounded = scene.tracks.some(({ view, floor }) => view.limits.length > 0 || floor !== null);
  const items: [string, string, boolean][] = [
    ['mean', t('chart.mean'), true],
    ['band', t('chart.band'), ranged],
    ['over', t('chart.over'), main.limits.length > 0],
    ['limit', t('chart.limit'), bounded],
    ['flag', t('chart.flagged'), main.flags.some((flag) => flag !== '')],
    ['gap', t('chart.gap'), main.mean.some((value) => value === null)],
    ['window', t('chart.window'), scene.window !== null],
    ['retro', t('chart.retro'), scene.lanes && scene.marks.some(isRetro)],
  ];
  return (
    <ul className="legend" aria-hidden="true">
      {items
        .filter(([, , shown]) => shown)
        .map(([kind, text]) => (
          <li key={kind}>
            <i className={`key key-${kind}`} />
            {text}
          </li>
        ))}
    </ul>
  );
}
