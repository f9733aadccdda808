import { FILE_KINDS, type FileKind, fileSchema } from '../../app/rule-docs/schemas.ts';
import { loadDetectors } from '../../app/rule-folder.ts';
import { unknownName } from '../../config/strict-yaml.ts';
import { Exit, Failure } from '../exit.ts';
import { Lines } from '../stdout.ts';

/** The JSON Schema of a kind of file on stdout. @throws Failure where there is no such kind */
export async function schemaCommand(kind: string): Promise<void> {
  const kinds = Object.keys(FILE_KINDS);
  if (!kinds.includes(kind)) {
    throw new Failure(Exit.USAGE, unknownName({ zh: '文件种类', en: 'kind of file' }, kind, kinds));
  }
  const schema = fileSchema(kind as FileKind, await loadDetectors());
  const lines = new Lines();
  lines.write(JSON.stringify(schema, null, 2));
  await lines.flush();
}
