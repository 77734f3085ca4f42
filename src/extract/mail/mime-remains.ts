/** Text that is kept of one message; a longer preamble is no text for people. */
const KEPT_BYTES_MAX = 1024 * 1024;
/** Longest header that is looked at. */
const HEADER_BYTES_MAX = 256 * 1024;
const BOUNDARIES_MAX = 50;

/** What a mail parser passes over: text before the first part and behind the last, and the headers of parts. */
export interface MimeRemains {
  /** Chunks of the message in their order. */
  take(chunk: Buffer): void;
  end(): void;
  /** Text outside every part since the last call. */
  outside(): string;
  /** Headers of parts since the last call, without those of the message itself. */
  headers(): string;
}

type State = 'own-header' | 'header' | 'body' | 'outside';

/** Follows the boundaries of a message (RFC 2046, section 5.1, https://www.rfc-editor.org/rfc/rfc2046) as it streams by. */
export function createMimeRemains(): MimeRemains {
  let state: State = 'own-header';
  let header = '';
  let carry = '';
  let outside = '';
  let headers = '';
  let kept = 0;
  const boundaries: string[] = [];

  const keep = (line: string): string => {
    kept += line.length + 1;
    return kept > KEPT_BYTES_MAX ? '' : `${line}\n`;
  };
  const endHeader = (): void => {
    const boundary = boundaryOf(header);
    if (boundary !== undefined && boundaries.length < BOUNDARIES_MAX) {
      boundaries.push(boundary);
      state = 'outside';
    } else state = 'body';
    header = '';
  };
  const isBorder = (line: string): boolean => {
    if (!line.startsWith('--')) return false;
    for (let level = boundaries.length - 1; level >= 0; level -= 1) {
      const border = `--${boundaries[level]}`;
      if (!line.startsWith(border)) continue;
      const rest = line.slice(border.length).trim();
      if (rest !== '' && rest !== '--') continue;
      boundaries.length = rest === '--' ? level : level + 1;
      state = rest === '--' ? 'outside' : 'header';
      header = '';
      return true;
    }
    return false;
  };
  const takeLine = (line: string): void => {
    if (isBorder(line)) return;
    if (state === 'outside') {
      if (line !== '') outside += keep(line);
    } else if (state === 'header' || state === 'own-header') {
      if (line === '') endHeader();
      else {
        if (state === 'header') headers += keep(line);
        if (header.length < HEADER_BYTES_MAX) header += `${line}\n`;
      }
    }
  };
  return {
    take(chunk) {
      const text = carry + chunk.toString('latin1');
      let at = 0;
      while (at < text.length) {
        // Lines of a body are only looked at where they could be a border.
        if (state === 'body' && text.charCodeAt(at) !== 45) {
          const border = text.indexOf('\n-', at);
          if (border < 0) {
            at = text.endsWith('\n') ? text.length : Math.max(at, text.lastIndexOf('\n') + 1);
            if (text.charCodeAt(at) !== 45) at = text.length;
            break;
          }
          at = border + 1;
        }
        const end = text.indexOf('\n', at);
        if (end < 0) break;
        takeLine(text.slice(at, text.charCodeAt(end - 1) === 13 && end > at ? end - 1 : end));
        at = end + 1;
      }
      carry = text.slice(at, at + HEADER_BYTES_MAX);
    },
    end() {
      if (carry !== '') takeLine(carry.replace(/\r$/, ''));
      carry = '';
    },
    outside() {
      const text = outside;
      outside = '';
      return asUtf8(text);
    },
    headers() {
      const text = headers;
      headers = '';
      return asUtf8(text);
    },
  };
}

function boundaryOf(header: string): string | undefined {
  const unfolded = header.replace(/\n[\t ]+/g, ' ');
  const type = /^content-type:\s*multipart\/[^\n]*/im.exec(unfolded)?.[0];
  const match = type && /boundary\s*=\s*(?:"([^"]*)"|([^\s;]+))/i.exec(type);
  return match ? match[1] || match[2] : undefined;
}

function asUtf8(latin1: string): string {
  return /[\x80-\xff]/.test(latin1) ? Buffer.from(latin1, 'latin1').toString('utf8') : latin1;
}
