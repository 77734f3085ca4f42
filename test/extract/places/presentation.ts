import { packageOf } from '../office-samples.ts';
import { drawingText, relation } from './office.ts';
import type { PlacesOfFormat } from './planted.ts';

const slideDeck = (slide: string, parts: Readonly<Record<string, string>> = {}, presentation = ''): Buffer =>
  packageOf({
    'ppt/presentation.xml': `<p:presentation xmlns:r="r"><p:sldIdLst><p:sldId id="1" r:id="rId1"/></p:sldIdLst>${presentation}</p:presentation>`,
    'ppt/_rels/presentation.xml.rels':
      '<Relationships><Relationship Id="rId1" Target="slides/slide1.xml"/></Relationships>',
    'ppt/slides/slide1.xml': `<p:sld>${slide}</p:sld>`,
    ...parts,
  });
const deckPart = (name: string, content: (value: string) => string) => (value: string) =>
  slideDeck('', { [name]: content(value) });

export const pptxPlaces: PlacesOfFormat = {
  name: 'talk.pptx',
  places: {
    'split runs': (v) =>
      slideDeck(`<a:p><a:r><a:t>${v.slice(0, 4)}</a:t></a:r><a:r><a:t>${v.slice(4)}</a:t></a:r></a:p>`),
    'table cell': (v) => slideDeck(`<a:tbl><a:tr><a:tc>${drawingText(v)}</a:tc></a:tr></a:tbl>`),
    field: (v) => slideDeck(`<a:p><a:fld type="x"><a:t>${v}</a:t></a:fld></a:p>`),
    'alt text': (v) => slideDeck(`<p:cNvPr id="1" descr="${v}"/>`),
    'link tooltip': (v) => slideDeck(`<a:p><a:r><a:rPr><a:hlinkClick tooltip="${v}"/></a:rPr><a:t>x</a:t></a:r></a:p>`),
    'link address': deckPart('ppt/slides/_rels/slide1.xml.rels', (v) =>
      relation(`https://example.org/${v}`, ' TargetMode="External"'),
    ),
    'hidden slide': (v) => slideDeck('', { 'ppt/slides/slide1.xml': `<p:sld show="0">${drawingText(v)}</p:sld>` }),
    'slide not in the presentation': deckPart('ppt/slides/slide9.xml', (v) => `<p:sld>${drawingText(v)}</p:sld>`),
    'speaker notes': deckPart('ppt/notesSlides/notesSlide1.xml', (v) => `<p:notes>${drawingText(v)}</p:notes>`),
    'master slide': deckPart(
      'ppt/slideMasters/slideMaster1.xml',
      (v) => `<p:sldMaster>${drawingText(v)}</p:sldMaster>`,
    ),
    'handout header': deckPart(
      'ppt/handoutMasters/handoutMaster1.xml',
      (v) => `<p:handoutMaster>${drawingText(v)}</p:handoutMaster>`,
    ),
    comment: deckPart('ppt/comments/comment1.xml', (v) => `<p:cmLst><p:cm><p:text>${v}</p:text></p:cm></p:cmLst>`),
    'modern comment': deckPart(
      'ppt/comments/modernComment_1.xml',
      (v) => `<p188:cmLst><p188:cm><p188:txBody>${drawingText(v)}</p188:txBody></p188:cm></p188:cmLst>`,
    ),
    tag: deckPart('ppt/tags/tag1.xml', (v) => `<p:tagLst><p:tag name="SSN" val="${v}"/></p:tagLst>`),
    'section name': (v) =>
      slideDeck('', {}, `<p:extLst><p14:sectionLst><p14:section name="${v}"/></p14:sectionLst></p:extLst>`),
    'custom show name': (v) => slideDeck('', {}, `<p:custShowLst><p:custShow name="${v}"/></p:custShowLst>`),
    SmartArt: deckPart(
      'ppt/diagrams/data1.xml',
      (v) => `<dgm:dataModel><dgm:pt><dgm:t>${drawingText(v)}</dgm:t></dgm:pt></dgm:dataModel>`,
    ),
    'chart cache': deckPart(
      'ppt/charts/chart1.xml',
      (v) => `<c:chartSpace><c:pt><c:v>${v}</c:v></c:pt></c:chartSpace>`,
    ),
    'custom property': deckPart(
      'docProps/custom.xml',
      (v) => `<Properties><property name="n"><v>${v}</v></property></Properties>`,
    ),
    'custom XML': deckPart('customXml/item1.xml', (v) => `<a><b>${v}</b></a>`),
    'embedded file': deckPart('ppt/embeddings/note.txt', (v) => `${v}\n`),
    'ActiveX control': deckPart(
      'ppt/activeX/activeX1.xml',
      (v) => `<ax:ocx><ax:ocxPr ax:name="Caption" ax:value="${v}"/></ax:ocx>`,
    ),
  },
};
