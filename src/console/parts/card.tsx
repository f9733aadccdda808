import type { ReactNode } from 'react';

interface CardProps {
  title: string;
  hint?: string;
  /** at the right of the heading */
  extra?: ReactNode;
  /** tables reach to the edge */
  flush?: boolean;
  id?: string;
  children: ReactNode;
}

export function Card({ title, hint, extra, flush = false, id, children }: CardProps) {
  return (
    <section className="card" aria-label={title} id={id}>
      <header>
        <h2>{title}</h2>
        {hint && <span className="muted small">{hint}</span>}
        <span className="spring" />
        {extra}
      </header>
      <div className={flush ? 'flush' : 'body'}>{children}</div>
    </section>
  );
}
