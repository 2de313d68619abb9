/** The command in one file, for a machine without npm: the program and the viewer's page, without V8's compiled form. */
import { crashed, main } from '../main.ts';
import { runToItsEnd } from './run.ts';

runToItsEnd({ main, crashed }, process.argv.slice(2));
