"""The files of expected numbers: JSON, one line a tensor, its values as base64 of little-endian float32."""
import base64
import json
import os

import numpy as np

# Another PyTorch may sum in another order; in float64 that moves nothing that float32 keeps, but for the runs, whose
# steps amplify it.
TOLERANCE, DRIFT_TOLERANCE = 1e-6, 0.01


def packed(tensor):
    array = tensor.detach().numpy().astype('<f4', order='C')
    return {'shape': list(array.shape), 'data': base64.b64encode(array.tobytes()).decode()}


def unpacked(entry):
    return np.frombuffer(base64.b64decode(entry['data']), '<f4').astype(np.float64).reshape(entry['shape'])


def write(folder, files):
    os.makedirs(folder, exist_ok=True)
    for name, cases in files.items():
        with open(os.path.join(folder, f'{name}.json'), 'w') as file:
            file.write('{\n' + ',\n'.join(f'{json.dumps(case)}: {text_of(entry)}' for case, entry in cases.items()) + '\n}\n')


def text_of(entry):
    """One line a tensor, so that a change shows which."""
    lines = [f'    {json.dumps(name)}: {json.dumps(packed(t))}' for name, t in entry['tensors'].items()]
    rest = ''.join(f'  {json.dumps(key)}: {json.dumps(value)},\n' for key, value in entry.items() if key != 'tensors')
    return '{\n' + rest + '  "tensors": {\n' + ',\n'.join(lines) + '\n  }\n}'


def compare(folder, files):
    """One sentence for each committed number that does not hold; [] when all do."""
    problems = []
    for name, cases in files.items():
        committed = json.load(open(os.path.join(folder, f'{name}.json')))
        if set(committed) != set(cases):
            problems.append(f'{name}.json has the cases {sorted(committed)}, but parity.py computes {sorted(cases)}.')
            continue
        for case, entry in cases.items():
            problems += differences(f'{name}.json, {case}', committed[case], entry)
    return problems


def differences(where, committed, entry):
    old, new = committed['tensors'], entry['tensors']
    if set(old) != set(new):
        return [f'{where}: the tensors are not the same: {sorted(set(old) ^ set(new))}.']
    problems = []
    for key, tensor in new.items():
        fresh, kept = tensor.detach().numpy(), unpacked(old[key])
        allowed = TOLERANCE + DRIFT_TOLERANCE * entry.get('drift', {}).get(key, 0)
        if fresh.shape != kept.shape or np.abs(fresh - kept).max() > allowed * max(np.abs(kept).max(), 1e-30):
            problems.append(f'{where}: {key} is not what the fresh run gives.')
    return problems
