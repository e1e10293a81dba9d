// Makes a workbook in Excel's binary form, named by the argument, and lists the same cells as referrals.csv.
// npm install xlsx@0.16.9 && node make_referrals.cjs referrals.xlsb
// npm install xlsx@0.18.5 && node make_referrals.cjs referrals-short-cells.xlsb
const XLSX = require("xlsx");
const fs = require("fs");

const day = (serial) => ({ t: "n", v: serial, z: "dd/mm/yyyy" }); // 42219 is 03/08/2015
const moment = (serial) => ({ t: "n", v: serial, z: "dd/mm/yyyy hh:mm" });
const rows = [
  ["Referrals received", "", "", "", "", ""],
  ["Printed on", day(42277), "", "", "", ""],
  [],
  ["REFERRAL ID", "Client’s ID?", "Date of\u00a0Referral ", "Closed", "no further action?", " Team", "Worker_ID"],
  [1001, "F000123", day(42219), null, "a) Yes", "NWC 1", "W000123"],
  ["001002", 77, moment(42220.5), day(42248), "N", "NWC\u00a02", 12],
  ["F1003", "0078", "05/08/2015 00:00", "", true, "NWC 1", "Unallocated"],
  [],
  [1004.0, "F000124", day(42222), null, 0, "NWC 2", null],
  [1005, "F000125", day(42223), null, "Not known", "nwc 1 ", "W000124"],
  [1006, "F000126", "8th August", null, false, "NWC 2", "W000124"],
  [1007, null, day(42225), null, "No", "NWC 2", "W000124"],
  [1008, "F000127", day(42226), { t: "e", v: 42 }, "maybe", "NWC 1", "W000124"],
  [1005, "F000125", day(42223), null, "Not known", "nwc 1 ", "W000124"],
];

const csvCell = (cell) => {
  if (cell === null || cell === undefined) return "";
  if (cell.t === "e") return "#N/A";
  if (cell.t === "n") {
    const whole = new Date(Date.UTC(1899, 11, 30) + Math.floor(cell.v) * 86400000).toISOString().slice(0, 10);
    const text = whole.split("-").reverse().join("/");
    return cell.z.endsWith("hh:mm") ? `${text} 12:00` : text;
  }
  return typeof cell === "boolean" ? String(cell).toUpperCase() : String(cell);
};
const quoted = (text) => (/[",]/.test(text) ? `"${text.replace(/"/g, '""')}"` : text);
fs.writeFileSync("referrals.csv", rows.map((row) => row.map(csvCell).map(quoted).join(",")).join("\n") + "\n");

const book = XLSX.utils.book_new();
XLSX.utils.book_append_sheet(book, XLSX.utils.aoa_to_sheet([["A fictional list"], ["Made up, of nobody"]]), "About");
XLSX.utils.book_append_sheet(book, XLSX.utils.aoa_to_sheet(rows), "Extract");
const failed = [["child_id", "referred", "closed"], ["F000130", day(42219), { t: "e", v: 23 }]];
XLSX.utils.book_append_sheet(book, XLSX.utils.aoa_to_sheet(failed), "Failed formula");
XLSX.writeFile(book, process.argv[2], { bookType: "xlsb", compression: true, bookSST: true });
