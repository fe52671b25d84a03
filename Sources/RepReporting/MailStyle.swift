/// How digest mails look: one column, at least 16 px, numbers easy to tap, light and dark.
///
/// What must survive mail programs that drop the style sheet stands inline; colours are chosen for a
/// contrast of at least 4.5 to 1 (WCAG 2.2, 1.4.3) on both grounds.
enum MailStyle {
  /// On the body.
  static let body = """
    margin:0;padding:0;font:17px/1.5 system-ui,-apple-system,'Segoe UI',Roboto,'PingFang SC',\
    'Noto Sans CJK SC','Microsoft YaHei',sans-serif;-webkit-text-size-adjust:100%
    """

  /// On the column.
  static let main = "display:block;max-width:34em;margin:0 auto;padding:16px"

  /// On the first number of a task.
  static let button = """
    display:inline-block;margin:0 6px 8px 0;padding:11px 18px;border-radius:8px;background:#17694a;color:#ffffff;\
    font-weight:600;text-decoration:none
    """

  /// On further numbers.
  static let secondButton = """
    display:inline-block;margin:0 6px 8px 0;padding:10px 14px;border-radius:8px;border:1px solid #17694a;\
    color:inherit;text-decoration:none
    """

  /// On a number within a line.
  static let inlineLink = "display:inline-block;padding:6px 0;color:inherit;font-weight:600"

  /// The style sheet.
  static let sheet = """
    :root{color-scheme:light dark}
    body{background:#f6f5f1;color:#1d2420}
    h1{font-size:24px;line-height:1.25;margin:4px 0 4px}
    h2{font-size:19px;line-height:1.3;margin:30px 0 8px}
    h3{font-size:19px;line-height:1.35;margin:0 0 6px}
    p{margin:0 0 6px}
    .lead{font-size:18px;color:#44504a;word-break:keep-all;overflow-wrap:anywhere}
    .notice{background:#fdf0d5;color:#5a3a00;border-left:4px solid #b97700;border-radius:6px;
    padding:10px 12px;margin:14px 0}
    .note,.past,.label{color:#55605a}
    .n{font-weight:400;color:#55605a}
    ol,ul{margin:0;padding:0;list-style:none}
    ol>li{background:#ffffff;border:1px solid #dddcd5;border-radius:12px;padding:14px;
    margin:0 0 12px}
    ol>li.hot{border-left:5px solid #c0392b}
    section>ul>li{padding:7px 0;border-bottom:1px solid #dddcd5}
    table{width:100%;border-collapse:collapse;font-variant-numeric:tabular-nums}
    th,td{padding:6px 0 6px 10px;border-bottom:1px solid #dddcd5;text-align:right;font-weight:400}
    th:first-child{padding-left:0;text-align:left}
    thead th{color:#55605a}
    .num{display:inline-block;min-width:1.5em;padding:0 4px;text-align:center;border-radius:8px;
    background:#e5efe9;color:#17513b;font-size:16px}
    .time{float:right;padding-left:10px;color:#17694a;font-variant-numeric:tabular-nums}
    .tag{display:inline-block;background:#ecebe5;color:#3d463f;border-radius:6px;padding:0 8px;
    font-size:16px}
    .tel{margin:12px 0 2px}
    section>ul>li:last-child{border-bottom:0}
    p.say{margin-top:8px;color:#55605a}
    ul.say{padding-left:20px;list-style:disc}
    .sheet{margin:8px 0}
    .sheet caption{text-align:left;color:#55605a;padding:0 0 2px}
    .sheet th,.sheet td{text-align:left;vertical-align:top;padding:5px 0;border-top:1px solid #e6e5de;
    border-bottom:0}
    .sheet th{font-weight:400;color:#55605a;padding-right:10px;white-space:nowrap}
    .sheet td{width:100%;overflow-wrap:anywhere}
    blockquote{margin:6px 0 8px;padding:10px 14px;border-left:3px solid #b9c9c0;border-radius:4px;
    background:#f6f5f1}
    blockquote p:last-child{margin:0}
    .id,footer{color:#66706a;font-size:14px;overflow-wrap:anywhere}
    .id{margin:8px 0 0}
    footer{margin-top:32px;border-top:1px solid #dddcd5;padding-top:12px}
    @media (prefers-color-scheme:dark){
    body{background:#121613;color:#e8ece9}
    .lead{color:#b9c3bd}
    .notice{background:#3a2c0c;color:#ffe2a8;border-left-color:#e0a030}
    .note,.past,.label,.n,p.say{color:#a9b4ad}
    ol>li{background:#1c221e;border-color:#333b36}
    ol>li.hot{border-left-color:#ff7a6b}
    section>ul>li,th,td{border-bottom-color:#333b36}
    thead th{color:#a9b4ad}
    .num{background:#23382e;color:#a9e0c4}
    .time{color:#7fd3aa}
    .tag{background:#2b332e;color:#d3dad6}
    .sheet caption,.sheet th{color:#a9b4ad}
    .sheet th,.sheet td{border-top-color:#333b36}
    blockquote{background:#151a17;border-left-color:#4a5a51}
    .id,footer{color:#97a29b}
    footer{border-top-color:#333b36}
    }
    """
}
