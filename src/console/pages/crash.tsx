import { Component, type ReactNode } from 'react';
import { useWords } from '../i18n/index.ts';

/** What is left when the console itself fails: words instead of a white page. */
export class Crash extends Component<{ children: ReactNode }, { error: Error | null }> {
  override state = { error: null as Error | null };

  static getDerivedStateFromError(error: Error) {
    return { error };
  }

  override render() {
    return this.state.error ? <Apology error={this.state.error} /> : this.props.children;
  }
}

function Apology({ error }: { error: Error }) {
  const { t } = useWords();
  return (
    <main className="crash">
      <h1>{t('error.crashed')}</h1>
      <p>{t('error.crashedHint')}</p>
      <pre>{`${error.name}: ${error.message}`}</pre>
      <p>
        <a href="/">{t('error.home')}</a>
      </p>
    </main>
  );
}
