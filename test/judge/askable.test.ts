import { Command } from 'commander';
import { describe, expect, it, vi } from 'vitest';
import { addPolicyFacts } from '../../src/cli/commands/policy-facts.ts';
import { askables } from '../../src/judge/askable.ts';
import { ruleEnvironment } from '../../src/judge/cel-environment.ts';
import { compileCondition } from '../../src/judge/condition.ts';

const environment = ruleEnvironment();

describe('what a condition may use', () => {
  it.each(askables().filter(({ asks }) => !asks.includes('(')))('$asks can be written as it is listed', (each) => {
    const compiled = compileCondition(environment, `${each.asks} == ${each.asks}`);
    expect(compiled).not.toHaveProperty('problem');
    expect(compiled).toMatchObject({ needs: each.needs.map(({ need }) => need) });
  });

  it('is listed with functions, words and needs', async () => {
    const said: string[] = [];
    vi.spyOn(console, 'log').mockImplementation((line: string) => void said.push(line));
    const program = new Command();
    addPolicyFacts(program);
    await program.parseAsync(['facts'], { from: 'user' });
    vi.restoreAllMocks();
    const lines = said.join('\n');
    expect(lines).toContain(
      'file.audience: string  who can read the file\n    words: owner, team, everyone, public, unknown',
    );
    expect(lines).toContain('found.has(string): bool  has …');
    expect(lines).toContain('text.hasAnyWord(list<string>): bool');
    expect(lines).toContain('needs registers.authorized_users: the authorized users list');
  });
});
