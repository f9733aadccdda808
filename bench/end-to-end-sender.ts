import { type LoadOptions, load } from '../src/simulator/load.ts';

/** The sending side of the end-to-end bench, in a process of its own: options in as JSON, the result out as JSON. */
const options = JSON.parse(process.argv[2]!) as LoadOptions;
process.stdout.write(JSON.stringify(await load(options)));
