import type { Trouble } from '../brokers/trouble.ts';
import { Away } from './away.ts';

export const awayBy = ({ says, lasting }: Trouble): Away => new Away(says, { broken: lasting });
