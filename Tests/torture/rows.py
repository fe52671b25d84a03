#!/usr/bin/env python3
"""Row 63 of the bad-input catalogue: a customer file of a million rows may take 64 MiB *more* than its
customers do, however bad it is, and a minute.

rows.py PROGRAM [--rows N] [--seconds S]

A tenth of the rows is good. The rest is made bad in one cell, in five cells, is the same person once
more under another id, or has a rep of its own in each row. Each file is read by `check` (as the
service does), `import --dry-run` and `import`; what counts is the peak of resident memory beyond that
for the same file with only the rows that are kept. Afterwards every row set aside must stand in
`rejects.csv` with its reason. (In the last kind all rows are kept: it is compared with the same rows
under one rep.)
"""
import argparse, csv, os, shutil, subprocess, sys, tempfile, time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
HEADER = ['客户编号', '姓名', '手机', '电子邮箱', '省份', '城市', '地址', '负责人', '客户阶段', '生日', '结婚纪念日', '备注']


def good(number):
    return [f'K{number:07}', f'王{number}', f'154{number:08}', f'k{number}@example.com', '浙江', '金华',
            f'五金城东路 {number} 号', '周丽萍', '成交客户', '1987-11-24', '2010-05-01', f'第 {number} 位客户，喜欢兰花']


def bad(kind, number):
    row = good(number)
    if kind == 'one':
        row[1] = 'N/A'
    elif kind == 'five':
        row[1], row[2], row[3], row[9], row[10] = 'N/A', f'15400x{number}', f'k{number}@@x', '2026-02-30', '1799-13-01'
    elif kind == 'twice':
        other = number - number % 10
        row = [row[0]] + good(other)[1:]
    elif kind == 'reps':
        row[7] = f'某{number}'
    return row


def write(path, rows):
    with open(path, 'w', encoding='utf-8', newline='') as file:
        out = csv.writer(file)
        out.writerow(HEADER)
        out.writerows(rows)


def measured(words, folder, limit):
    start = time.monotonic()
    with open(folder / 'out', 'w') as out, open(folder / 'err', 'w') as err:
        process = subprocess.Popen(words, cwd=folder, stdout=out, stderr=err)
        _, status, usage = os.wait4(process.pid, 0)
    seconds = time.monotonic() - start
    code = os.waitstatus_to_exitcode(status)
    text = (folder / 'err').read_text()
    if code not in (0, 65):
        sys.exit(f'rows: {words[1:3]} ended with {code}: {text[-300:]}')
    return usage.ru_maxrss / 1024, usage.ru_utime + usage.ru_stime, seconds, text.strip().splitlines()[-1]


def main():
    args = argparse.ArgumentParser()
    args.add_argument('program', type=Path)
    args.add_argument('--rows', type=int, default=1_000_000)
    args.add_argument('--seconds', type=float, default=60, help='of a processor, a run')
    args.add_argument('--kinds', default='one,five,twice,reps')
    args = args.parse_args()
    program, rows, worst, faults = args.program.resolve(), args.rows, 0, []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for part in ('config', 'templates'):
            shutil.copytree(ROOT / part, folder / part)
        for path in (folder / 'config/customers').glob('*.csv'):
            path.unlink()
        file = folder / 'config/customers/customers.csv'
        commands = {'check': ['check', 'config'],
                    'import --dry-run': ['import', '--dry-run', str(file), '--config', 'config'],
                    'import': ['import', str(file), '--out', 'out-folder', '--config', 'config']}

        def all_runs():
            return {what: measured([program, *words], folder, args.seconds) for what, words in commands.items()}
        (folder / 'out-folder').mkdir()
        write(file, (good(number) for number in range(0, rows, 10)))
        few = all_runs()
        bases = dict.fromkeys(('one', 'five', 'twice'), few)
        for kind in args.kinds.split(','):
            if kind == 'reps':
                write(file, (good(number) for number in range(rows)))
                bases[kind] = all_runs()
            write(file, (bad(kind, number) if number % 10 else good(number) for number in range(rows)))
            for what, (memory, work, seconds, said) in all_runs().items():
                extra = memory - bases[kind][what][0]
                worst = max(worst, extra)
                print(f'rows: {kind}, {what}: {memory:.0f} MiB, {extra:+.0f} beside {bases[kind][what][0]:.0f}; '
                      f'{work:.0f} s of a processor, {seconds:.0f} s; {said}', flush=True)
                if extra > 64:
                    faults.append(f'{kind}, {what}: {extra:.0f} MiB')
                if work > args.seconds:
                    faults.append(f'{kind}, {what}: {work:.0f} s')
            if kind == 'reps':
                continue
            with open(folder / 'out-folder/rejects.csv', encoding='utf-8-sig', newline='') as rejects:
                found = csv.reader(rejects)
                next(found)
                seen = 0
                for row in found:
                    seen += 1
                    number = int(row[0][1:])
                    if number % 10 == 0 or not row[-1]:
                        faults.append(f'{kind}: rejects.csv has {row}')
                        break
            if seen != rows - rows // 10:
                faults.append(f'{kind}: {seen} rows in rejects.csv, {rows - rows // 10} are bad')
    for fault in faults:
        print(f'rows: too much: {fault}', file=sys.stderr)
    print(f'rows: at most {worst:.0f} MiB extra')
    sys.exit(1 if faults else 0)


if __name__ == '__main__':
    main()
