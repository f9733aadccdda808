/**
 * Whether a topic is meant by a filter (MQTT 5.0 §4.7): `+` stands for one level, `#` for all that follow and for the
 * level before it, neither for a first level that begins with `$`. Of `$share/group/filter` the filter counts (§4.8.2).
 */
export function matches(filter: string, topic: string): boolean {
  const wanted = filter.replace(/^\$share\/[^/]+\//, '').split('/');
  const levels = topic.split('/');
  if (topic.startsWith('$') && /^[+#]/.test(wanted[0]!)) return false;
  for (let i = 0; i < wanted.length; i++) {
    if (wanted[i] === '#') return true;
    if (i >= levels.length || (wanted[i] !== '+' && wanted[i] !== levels[i])) return false;
  }
  return wanted.length === levels.length;
}
