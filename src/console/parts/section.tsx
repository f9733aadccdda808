import type { ReactNode } from 'react';

/** A titled stretch inside a drawer or a card. */
export function Section({ title, hint, children }: { title: string; hint?: string; children: ReactNode }) {
  return (
    <section className="section">
      <h3>
        {title}
        {hint && <small>{hint}</small>}
      </h3>
      {children}
    </section>
  );
}
