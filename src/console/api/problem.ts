/** An error of the API (RFC 9457), or of the way to it, in one shape that every page can show. */
export interface ProblemBody {
  title?: string;
  detail?: string;
  status?: number;
  code?: string;
  errors?: {
    pointer?: string;
    code?: string;
    message: string;
    hint?: string;
    file?: string;
    line?: number;
    column?: number;
  }[];
}

export class Problem extends Error {
  /** HTTP status; 0 where no answer came at all */
  readonly status: number;
  readonly code: string;
  readonly title: string | null;
  readonly detail: string | null;
  readonly errors: NonNullable<ProblemBody['errors']>;

  constructor(status: number, body: ProblemBody) {
    super(body.title ?? `HTTP ${status}`);
    this.status = status;
    this.code = body.code ?? (status === 0 ? 'NETWORK' : `HTTP ${status}`);
    this.title = body.title ?? null;
    this.detail = body.detail ?? null;
    this.errors = body.errors ?? [];
  }
}

/** Anything caught, as a problem: what is not one of ours is a failure to reach the server. */
export const problemOf = (error: unknown): Problem =>
  error instanceof Problem ? error : new Problem(0, { detail: error instanceof Error ? error.message : String(error) });
