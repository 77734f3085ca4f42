import { OperatorError, suggestion } from '../model/index.ts';
import type { CompiledRule } from './compile-rule.ts';
import { type Floor, isStricter, worse } from './judge-file.ts';
import type { PackFile } from './pack-schema.ts';
import type { YamlFile } from './yaml-file.ts';

/** A pack with its rules, as read. */
export interface Pack {
  readonly file: YamlFile<PackFile>;
  readonly rules: readonly CompiledRule[];
}

const LAYERS: readonly PackFile['layer'][] = ['state', 'local', 'subrecipient'];

/** Packs from the highest layer down. Throws OperatorError where no state pack carries the lower ones. */
export function inLayerOrder(packs: readonly Pack[]): readonly Pack[] {
  const ordered = [...packs].sort((a, b) => layerOf(a) - layerOf(b) || (a.file.value.id < b.file.value.id ? -1 : 1));
  const [first] = ordered;
  if (first && first.file.value.layer !== 'state') {
    throw new OperatorError(first.file.path, 'a lower layer without the state layer', 'Load the state pack as well.');
  }
  ordered.forEach((pack, index) => {
    if (ordered[index + 1]?.file.value.id === pack.file.value.id) {
      throw new OperatorError(pack.file.path, `pack ${pack.file.value.id} is loaded twice`, 'Name each pack once.');
    }
    refuseLooserWeight(pack);
    refuseTakenIds(pack, ordered.slice(0, index));
  });
  return ordered;
}

/**
 * What the layers lay over each rule. OWD 19-2019: local plans must be in concurrence with the State Plan, so a lower
 * layer may add rules and make rules stricter. Throws OperatorError for anything looser.
 */
export function floorsOf(ordered: readonly Pack[]): ReadonlyMap<string, Floor> {
  const floors = new Map<string, Floor>();
  ordered.forEach((pack, index) => {
    const above = ordered.slice(0, index).flatMap((upper) => upper.rules);
    pack.file.value.tightens.forEach((change, position) => {
      const rule = above.find((candidate) => candidate.text.id === change.rule);
      const where = `${pack.file.path}:${pack.file.lineOf(['tightens', position])}`;
      if (rule === undefined) {
        const near = suggestion(
          change.rule,
          above.map((candidate) => candidate.text.id),
        );
        throw new OperatorError(
          where,
          `no upper layer has a rule ${change.rule}${near}`,
          'Name a rule of an upper layer.',
        );
      }
      const before = floors.get(change.rule) ?? {};
      floors.set(change.rule, tightened(where, rule, before, change));
    });
  });
  return floors;
}

function tightened(where: string, rule: CompiledRule, before: Floor, change: PackFile['tightens'][number]): Floor {
  const severityNow = before.severity ?? rule.text.severity;
  if (change.severity !== undefined && worse(change.severity, severityNow) !== change.severity) {
    refuse(where, rule, `severity ${change.severity} is below ${severityNow}`);
  }
  if (change.verdict !== undefined) {
    const floor = before.verdict;
    if (floor !== undefined && isStricter(floor, change.verdict))
      refuse(where, rule, `${change.verdict} is below ${floor}`);
    const judged = rule.branches
      .map((branch) => branch.verdict)
      .filter((kind) => kind !== 'nothing' && kind !== 'allowed');
    if (judged.every((kind) => isStricter(kind, change.verdict ?? kind))) {
      refuse(where, rule, `${change.verdict} is below what the rule says already`);
    }
  }
  return {
    ...before,
    ...(change.severity === undefined ? {} : { severity: change.severity }),
    ...(change.verdict === undefined ? {} : { verdict: change.verdict }),
  };
}

function refuse(where: string, rule: CompiledRule, problem: string): never {
  throw new OperatorError(
    where,
    `rule ${rule.text.id}: ${problem}; a lower layer may only tighten`,
    'Raise it or leave it out.',
  );
}

function refuseLooserWeight(pack: Pack): void {
  const { layer, never_alone, only_with_name } = pack.file.value;
  if (layer === 'state' || never_alone.length + only_with_name.length === 0) return;
  throw new OperatorError(
    pack.file.path,
    'never_alone and only_with_name let findings count for less; a lower layer may only tighten',
    'Leave them to the state pack.',
  );
}

function refuseTakenIds(pack: Pack, above: readonly Pack[]): void {
  for (const rule of pack.rules) {
    const owner = above.find((upper) => upper.rules.some((other) => other.text.id === rule.text.id));
    if (owner === undefined) continue;
    throw new OperatorError(
      rule.file,
      `rule ${rule.text.id} is already in ${owner.file.value.id}; a lower layer may only tighten`,
      'Give it another id, or write it under tightens in pack.yaml.',
    );
  }
}

function layerOf(pack: Pack): number {
  return LAYERS.indexOf(pack.file.value.layer);
}
