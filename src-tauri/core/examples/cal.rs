#![allow(clippy::unwrap_used)]
use isms::{Isms, demo, staleness, view};
use isms::act::Stamp;
fn main(){
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../file/demo/acts.jsonl");
    let mut isms = Isms::new("00000000000000000000000000000000");
    for (n,a) in demo::acts(&std::fs::read_to_string(path).unwrap()).unwrap().into_iter().enumerate(){
        let mut salt=||[7;32];
        let at=a.on.and_hms_opt(9,0,0).unwrap().and_utc()+chrono::Duration::seconds(n as i64);
        if let Ok(p)=isms.plan(a.proposal,&mut Stamp{at,on:a.on,by:a.by.clone(),salt:&mut salt}){isms.apply(&p);}
    }
    let today: chrono::NaiveDate = demo::DAY.parse().unwrap();
    let t=std::time::Instant::now();
    let c=staleness::staleness(&isms,today);
    println!("staleness {:?}",t.elapsed());
    let s=view::Shown::new(&isms,today,&c);
    let t=std::time::Instant::now();
    let cal=view::calendar(&s,std::env::args().nth(1).map(|a|a.parse().unwrap()),12,120);
    println!("calendar {:?} {} events",t.elapsed(),cal.events.len());
    if let Some(x)=&cal.certificate{println!("{}",x.says); for m in &x.marks{println!("  {} {} {} {:.1} {}",m.what,m.how,m.on,m.at,m.below);}}
    for (i,m) in cal.months.iter().enumerate(){
        println!("== {} {} min over {} audit {}",m.first,m.minutes,m.over,m.audit);
        for l in &cal.lanes{ for f in &l.fields[i]{println!("   {} {:?} {} [{}]",l.title,f.state,f.label,f.codes.iter().take(4).cloned().collect::<Vec<_>>().join(" "));}}
    }
    for c in &cal.crowded{println!("{} {} -> {:?}",c.text,c.because,c.offer.as_ref().map(|o|(&o.text,&o.holds,o.months.iter().map(|m|(m.month,m.was,m.will)).collect::<Vec<_>>())));}
    let t=std::time::Instant::now();
    let f=view::calendar_file(&s,&[]);
    println!("file {:?} {} entries seq {} {}",t.elapsed(),f.entries.len(),f.sequence,f.stamp);
    for e in f.entries.iter().step_by(23){println!("{} {:?} {} | {} | {}",e.uid,e.when,e.lead,e.summary,e.description.replace('\n'," / "));}
}
