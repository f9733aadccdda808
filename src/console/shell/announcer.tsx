import { useCallback, useEffect, useRef, useState } from 'react';
import { useAlertMessages } from '../api/live.ts';
import { useWords } from '../i18n/index.ts';

const QUIET_MS = 10_000;

/** Tells screen readers of new alerts: at most one message in ten seconds, red ones at once. */
export function Announcer() {
  const { t } = useWords();
  const [polite, setPolite] = useState(0);
  const [urgent, setUrgent] = useState(0);
  const waiting = useRef(0);
  useAlertMessages(
    useCallback((message) => {
      if (message.event !== 'raised') return;
      if (message.severity === 'critical') setUrgent((n) => n + 1);
      else waiting.current++;
    }, []),
  );
  useEffect(() => {
    const timer = setInterval(() => {
      setPolite(waiting.current);
      waiting.current = 0;
      setUrgent(0);
    }, QUIET_MS);
    return () => clearInterval(timer);
  }, []);
  return (
    <>
      <div className="unseen" aria-live="polite">
        {polite > 0 && t('shell.newAlerts', { n: polite })}
      </div>
      <div className="unseen" aria-live="assertive">
        {urgent > 0 && t('shell.newCritical', { n: urgent })}
      </div>
    </>
  );
}
