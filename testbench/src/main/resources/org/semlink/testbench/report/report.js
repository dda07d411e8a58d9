'use strict';
(() => {
  const root = document.documentElement;
  const all = (selector, from = document) => Array.from(from.querySelectorAll(selector));

  // Colours: the system's unless the reader says otherwise; a file may have no storage.
  const themes = ['system', 'light', 'dark'];
  const button = document.getElementById('theme');
  const recall = () => { try { return localStorage.getItem('semlink-theme'); } catch (e) { return null; } };
  const setTheme = name => {
    if (name === 'system') root.removeAttribute('data-theme'); else root.dataset.theme = name;
    button.textContent = 'Theme: ' + name;
    button.dataset.theme = name;
  };
  setTheme(themes.includes(recall()) ? recall() : 'system');
  button.hidden = false;
  button.addEventListener('click', () => {
    const next = themes[(themes.indexOf(button.dataset.theme) + 1) % themes.length];
    setTheme(next);
    try { localStorage.setItem('semlink-theme', next); } catch (e) { /* kept for this page only */ }
  });

  // One panel at a time.
  const chooser = document.getElementById('panel');
  if (chooser) {
    const show = () => all('[data-panel]').forEach(part => { part.hidden = part.dataset.panel !== chooser.value; });
    chooser.addEventListener('change', show);
    show();
  }

  // What a point says, to the mouse, to a finger and to the arrow keys.
  const tip = document.getElementById('tip');
  let near = null;
  const points = svg => all('.data:not(.off) .point', svg);
  const place = (svg, point) => {
    const box = svg.getBoundingClientRect();
    const scale = box.width / svg.viewBox.baseVal.width;
    return { x: box.left + scale * point.dataset.x, y: box.top + scale * point.dataset.y };
  };
  const say = (svg, point) => {
    if (near) near.classList.remove('near');
    near = point;
    tip.hidden = !point;
    if (!point) return;
    point.classList.add('near');
    tip.textContent = point.dataset.tip;
    const at = place(svg, point);
    const left = Math.min(at.x + 14, root.clientWidth - tip.offsetWidth - 6);
    const above = at.y - tip.offsetHeight - 12;
    tip.style.left = Math.max(6, left) + scrollX + 'px';
    tip.style.top = (above > 6 ? above : at.y + 14) + scrollY + 'px';
  };
  const nearest = (svg, x, y) => {
    let best = null;
    let least = 28;
    for (const point of points(svg)) {
      const at = place(svg, point);
      const distance = Math.hypot(at.x - x, at.y - y);
      if (distance < least) { least = distance; best = point; }
    }
    return best;
  };
  for (const svg of all('svg.figure')) {
    if (!svg.querySelector('.point')) continue;
    svg.tabIndex = 0;
    for (const kind of ['pointermove', 'pointerdown']) {
      svg.addEventListener(kind, event => say(svg, nearest(svg, event.clientX, event.clientY)));
    }
    svg.addEventListener('pointerleave', () => say(svg, null));
    svg.addEventListener('blur', () => say(svg, null));
    svg.addEventListener('keydown', event => {
      if (event.target !== svg) return;
      if (event.key === 'Escape') say(svg, null);
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (!step) return;
      event.preventDefault();
      const list = points(svg);
      const from = list.indexOf(near);
      say(svg, list[from < 0 ? (step > 0 ? 0 : list.length - 1) : (from + step + list.length) % list.length]);
    });
  }

  // A key of a legend switches its series off and on, in every figure.
  const toggle = key => {
    const on = key.getAttribute('aria-pressed') === 'false';
    const series = key.dataset.series;
    const companions = key.classList.contains('bound') ? 'bound' : key.classList.contains('baseline') ? 'baseline' : null;
    const mine = part => companions ? part.classList.contains(companions) : part.dataset.series === series;
    all('g.key').filter(other => companions ? other.classList.contains(companions) : other.dataset.series === series)
        .forEach(other => other.setAttribute('aria-pressed', on));
    all('g.data').filter(mine).forEach(part => part.classList.toggle('off', !on));
  };
  for (const key of all('g.key')) {
    key.setAttribute('role', 'button');
    key.setAttribute('tabindex', '0');
    key.setAttribute('aria-pressed', 'true');
    key.addEventListener('click', () => toggle(key));
    key.addEventListener('keydown', event => {
      if (event.key === 'Enter' || event.key === ' ') { event.preventDefault(); toggle(key); }
    });
  }

  // Tables sort by the column whose head is pressed; what has no number stands last.
  for (const table of all('table.sortable')) {
    const heads = all('thead th', table);
    heads.forEach((head, column) => {
      const press = document.createElement('button');
      press.type = 'button';
      press.append(...head.childNodes);
      head.append(press);
      press.addEventListener('click', () => {
        const sign = head.getAttribute('aria-sort') === 'ascending' ? -1 : 1;
        heads.forEach(other => other.removeAttribute('aria-sort'));
        head.setAttribute('aria-sort', sign > 0 ? 'ascending' : 'descending');
        const numeric = head.classList.contains('n');
        const value = row => {
          const cell = row.cells[column];
          return numeric ? parseFloat(cell.dataset.v) : cell.textContent;
        };
        const body = table.tBodies[0];
        const rows = Array.from(body.rows).map(row => [value(row), row]);
        rows.sort(([a], [b]) => {
          if (!numeric) return sign * a.localeCompare(b, undefined, { numeric: true });
          if (Number.isNaN(a) || Number.isNaN(b)) return Number.isNaN(a) - Number.isNaN(b);
          return sign * (a - b);
        });
        body.append(...rows.map(([, row]) => row));
      });
    });
  }

  // Each figure can be kept as a file.
  for (const figure of all('.figures > figure')) {
    const svg = figure.querySelector('svg.figure');
    const caption = figure.querySelector('figcaption');
    if (!svg || !caption) continue;
    const save = document.createElement('a');
    save.className = 'save';
    save.textContent = 'Save as SVG';
    save.href = '#';
    save.download = figure.dataset.name + '.svg';
    save.addEventListener('click', () => {
      save.href = URL.createObjectURL(new Blob([new XMLSerializer().serializeToString(svg)], { type: 'image/svg+xml' }));
    });
    caption.append(' ', save);
  }
})();
